"""A user with a voucher buys: the field says what is wrong, the totals follow, and the order keeps them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .test_journey import log_in, put_first_hit_into_cart

pytestmark = pytest.mark.e2e


def total_of(part: Locator) -> float:
    """Return the total that a list of amounts ends with."""
    found = re.search(r"Total\s*€([\d,.]+)", part.inner_text())
    assert found
    return float(found[1].replace(",", ""))


def type_voucher(page: Page, code: str) -> None:
    page.get_by_label("Voucher code").fill(code)
    page.get_by_role("button", name="Apply").click()


def pay(page: Page) -> None:
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/orders/**")
    expect(page.get_by_role("main")).to_contain_text("Paid", timeout=20_000)


def test_a_user_with_a_voucher_buys(new_page):
    page = new_page()
    log_in(page, "customer@example.com")
    put_first_hit_into_cart(page, "lamp")
    page.goto("/cart/")
    summary = page.get_by_role("region", name="Summary")
    type_voucher(page, "NO SUCH CODE")
    expect(page.get_by_role("alert")).to_contain_text("We do not know this code")
    expect(page.get_by_label("Voucher code")).to_have_value("NO SUCH CODE")
    before = total_of(summary)

    type_voucher(page, "fifteen")
    expect(summary).to_contain_text("−€15.00")
    assert total_of(summary) == pytest.approx(before - 15)
    page.get_by_role("button", name="Remove the voucher").click()
    expect(page.get_by_label("Voucher code")).to_be_visible()

    page.get_by_role("link", name="Checkout").first.click()
    page.get_by_label("Phone").first.fill("+4532000000")
    summary = page.get_by_role("region", name="Your order")
    before = total_of(summary)
    type_voucher(page, "fifteen")
    expect(summary).to_contain_text("−€15.00")
    expect(page.get_by_label("Phone").first).to_have_value("+4532000000")
    expect(summary).to_contain_text("including VAT 25%")
    agreed = total_of(summary)
    assert agreed == pytest.approx(before - 15)

    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/payments/sandbox/**")
    pay(page)
    summary = page.get_by_role("region", name="Summary")
    expect(summary).to_contain_text("FIFTEEN")
    expect(summary).to_contain_text("including VAT 25%")
    assert total_of(summary) == agreed


def test_a_voucher_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    log_in(page, "customer@example.com")
    put_first_hit_into_cart(page, "sofa")
    page.goto("/checkout/")
    type_voucher(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("We do not know this code")
    type_voucher(page, "FIFTEEN")
    summary = page.get_by_role("region", name="Your order")
    expect(summary).to_contain_text("−€15.00")
    agreed = total_of(summary)
    page.get_by_role("button", name="Place order").click()
    pay(page)
    assert total_of(page.get_by_role("region", name="Summary")) == agreed


def test_the_price_follows_the_country(new_page):
    page = new_page()
    put_first_hit_into_cart(page, "headphones")
    page.goto("/checkout/")
    summary = page.get_by_role("region", name="Your order")
    expect(summary).to_contain_text("including VAT 19%")
    page.get_by_role("group", name="Shipping address").get_by_label("Country").select_option("PL")
    expect(summary).to_contain_text("including VAT 23%")
    page.get_by_role("group", name="Shipping address").get_by_label("Country").select_option("NZ")
    expect(summary).not_to_contain_text("including VAT")
    expect(page.get_by_role("region", name="Shipping method")).to_contain_text("Standard")

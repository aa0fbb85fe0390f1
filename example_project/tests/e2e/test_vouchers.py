"""A user with a voucher buys: the field says what is wrong, the totals follow, and the order keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
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


STEPS = [("/cart/", "wrong"), ("/checkout/", "wrong"), ("/cart/", "friends"), ("/checkout/", "")]
SHOWN = {"wrong": "We do not know this code", "friends": "Voucher FRIENDS", "": "Voucher FRIENDS"}


def see_each_step(page: Page) -> Iterator[tuple[str, str]]:
    """Show cart and checkout with a refused code, and with one that is applied."""
    put_first_hit_into_cart(page, "coffee")
    for path, code in STEPS:
        page.goto(path)
        if code:
            type_voucher(page, code)
        page.get_by_text(SHOWN[code]).wait_for()
        yield path, code


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, scheme):
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    for step in see_each_step(page):
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], step


def test_nothing_is_wider_than_the_smallest_phone(new_page):
    page = new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    for step in see_each_step(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, step

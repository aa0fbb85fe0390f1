"""Leaving in a browser: a deletion is scheduled, seen, slept over and taken back; the data is taken along."""

from __future__ import annotations

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from .test_second_step import PASSWORD, look_at, register

pytestmark = pytest.mark.e2e


def log_in(page, who):
    page.goto("/login/")
    page.get_by_label("E-mail or user name").fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def number(page, part):
    return int(page.locator(f"count-down [data-{part}]").inner_text())


def test_a_deletion_is_scheduled_seen_running_and_taken_back(new_page, shop):
    page = new_page()
    who = register(page, shop)
    page.goto("/account/")
    page.get_by_role("link", name="Your data").click()
    look_at(page)
    page.get_by_role("link", name="Delete your account").click()
    page.get_by_text("Technical details").click()
    expect(page.get_by_text("in one step")).to_be_visible()
    look_at(page)
    assert page.request.get(
        page.get_by_role("main").get_by_role("link", name="Privacy policy").get_attribute("href")
    ).ok
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Delete my account in 30 days").click()
    expect(page.get_by_text("This is not your password.").first).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account in 30 days").click()
    expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
    before = number(page, "seconds")
    expect(page.locator("count-down [data-seconds]")).not_to_have_text(str(before))
    expect(page.locator("count-down [data-days]")).to_have_text("29")
    look_at(page)
    link = next(link for link in shop.wait_for_mail(who)["links"] if link.endswith("/account/deletion/"))

    page.get_by_label("Your account", exact=True).click()
    page.get_by_role("button", name="Log out").click()
    plain = new_page(java_script_enabled=False)
    log_in(plain, who)
    plain.goto(link)
    assert number(plain, "days") == 29
    expect(plain.locator("count-down [data-seconds]")).to_be_hidden()
    plain.get_by_role("button", name="Keep my account").click()
    expect(plain.get_by_text("Your account stays. Nothing was deleted.")).to_be_visible()
    expect(plain.get_by_role("button", name="Delete my account in 30 days")).to_be_visible()


def test_the_data_is_downloaded_and_can_be_opened(new_page, shop, tmp_path):
    page = new_page()
    who = register(page, shop)
    page.goto("/account/data/")
    page.get_by_role("link", name="Download your data").click()
    look_at(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"my-data-\d{4}-\d\d-\d\d\.zip", waiting.value.suggested_filename)
    waiting.value.save_as(tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("shop_accounts/account.json"))["email"] == who
        assert "shop_orders/orders.json" in archive.namelist()


def test_a_deactivated_account_is_closed(new_page, shop):
    page = new_page()
    who = register(page, shop)
    page.goto("/account/deactivate/")
    look_at(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Deactivate", exact=True).click()
    expect(page.get_by_role("heading", name="Your account is deactivated")).to_be_visible()
    look_at(page)
    page.goto("/login/")
    page.get_by_label("E-mail or user name").fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("not active")

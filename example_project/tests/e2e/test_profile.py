"""What a member changes of oneself in a browser: the phone, proven by a text message, and how others see it."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from .test_second_step import PASSWORD, look_at, register

pytestmark = pytest.mark.e2e
PHONE = "+48 600 700 800"


def texted_code(page: Page, after: str = "") -> str:
    """Return the last code that was sent, from the development inboxes."""
    for _ in range(100):
        code = page.request.get("/api/docs+/code.json").json().get("code", "")
        if code and code != after:
            return code
        time.sleep(0.2)
    raise AssertionError("No code was sent.")


def test_a_phone_is_proven_before_it_is_kept(new_page, shop):
    page = new_page()
    register(page, shop)
    page.goto("/account/")
    look_at(page)
    page.get_by_role("link", name="Add a phone").click()
    look_at(page)
    before = page.request.get("/api/docs+/code.json").json().get("code", "")
    page.get_by_label("New phone").fill(PHONE)
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Confirm the new phone")).to_be_visible()
    expect(page.get_by_role("button", name="Send another code")).to_be_disabled()
    look_at(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Change the phone").click()
    expect(page.get_by_text("This code is wrong")).to_be_visible()
    page.get_by_label("Code").fill(texted_code(page, before))
    page.get_by_role("button", name="Change the phone").click()
    expect(page.get_by_text(PHONE)).to_be_visible()
    page.get_by_role("link", name="As others see it").click()
    expect(page).to_have_url(re.compile(r"/users/profile/\d+/$"))
    expect(page.get_by_text(PHONE)).not_to_be_visible()
    look_at(page)

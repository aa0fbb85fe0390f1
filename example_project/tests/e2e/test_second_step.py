"""The second step in a browser: an authenticator app, computed here, and what happens to who has none at hand."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

PASSWORD = "violet-harbor-42"


def totp(secret: str, shift: int = 0) -> str:
    """RFC 6238 by hand; ``shift`` in half minutes. A code of before is taken no longer once the half minute is over."""
    if shift and (left := 30 - time.time() % 30) < 10:
        time.sleep(left)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + shift), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def register(page: Page, shop) -> str:
    """Make an account, and return its e-mail address."""
    who = f"grace{time.time_ns()}@example.com"
    page.goto("/register/")
    page.get_by_label("E-mail").first.fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.wait_for_timeout(3000)  # nobody fills a form in at once, and the bot check knows
    page.get_by_role("button", name=re.compile("Create|Register")).click()
    page.wait_for_url("**/email-confirmation-sent/")
    page.goto(next(link for link in shop.wait_for_mail(who)["links"] if "/activate/" in link))
    page.get_by_role("button", name="Confirm my address").click()
    page.wait_for_url("**/activation-success/")
    return who


def take_first_step(page: Page, who: str) -> None:
    page.goto("/login/")
    page.get_by_label("E-mail or user name").fill(who)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/login/second-step/")


def look_at(page: Page) -> None:
    """Make sure that everybody can use the page, in both themes and on the smallest phone."""
    size = page.viewport_size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(500)  # colors fade from one theme to the other
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], (page.url, scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size(size)


def enter(page: Page, code: str, button: str) -> None:
    page.get_by_label(re.compile("^Code")).fill(code)
    page.get_by_role("button", name=button).click()


def test_an_app_a_mail_and_a_recovery_code_log_in(new_page, shop):
    page = new_page()
    who = register(page, shop)
    page.goto("/account/security/")
    look_at(page)
    page.get_by_role("link", name="Set up Authenticator app").click()
    look_at(page)
    secret = page.locator("code").inner_text().replace(" ", "")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    enter(page, totp(secret, -1), "Turn on")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    look_at(page)
    recovery = page.locator("main li", has_text=re.compile(r"^\w{5}-\w{5}$")).first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a text file").click()
    kept = Path(download.value.path()).read_text().splitlines()
    assert (download.value.suggested_filename, kept[0], len(kept)) == ("recovery-codes.txt", recovery, 10)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == kept

    app = new_page()
    take_first_step(app, who)
    app.goto("/account/")
    expect(app).to_have_url(re.compile("/login/"))
    app.goto("/login/second-step/")
    look_at(app)
    enter(app, "000000", "Log in")
    expect(app.get_by_role("alert")).to_contain_text("This code is wrong")
    enter(app, totp(secret), "Log in")
    app.wait_for_url(lambda url: "/login/" not in url)

    app.goto("/account/security/")
    app.get_by_role("link", name="Set up Code by e-mail").click()
    app.get_by_role("button", name="Send a code").click()
    expect(app.get_by_role("button", name="Send a code")).to_be_disabled()
    expect(app.locator("[data-seconds]")).to_have_text(re.compile(r"^(3\d|4[0-5])$"))
    look_at(app)
    code = re.match(r"\d{6}", mail_with_code(shop, who))[0]
    enter(app, code, "Turn on")
    expect(app.get_by_text("10 recovery codes are left.")).to_be_visible()

    paper = new_page()
    take_first_step(paper, who)
    paper.get_by_role("link", name="Recovery code").click()
    enter(paper, recovery, "Log in")
    paper.wait_for_url(lambda url: "/login/" not in url)
    paper.goto("/account/security/")
    expect(paper.get_by_text("9 recovery codes are left.")).to_be_visible()


def test_an_old_login_asks_for_the_password_before_a_second_step_is_set_up(new_page, shop):
    page = new_page()
    who = register(page, shop)
    shop.age_logins(who)
    page.goto("/account/security/")
    page.get_by_role("link", name="Set up Authenticator app").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    look_at(page)
    page.get_by_label("Your password").fill("not this one")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    secret = page.locator("code").inner_text().replace(" ", "")
    shop.age_logins(who)
    enter(page, totp(secret), "Turn on")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def mail_with_code(shop, who: str) -> str:
    """Return the subject of the mail with the code."""
    for _ in range(100):
        if "is your code" in (subject := shop.wait_for_mail(who)["subject"]):
            return subject
        time.sleep(0.2)
    raise AssertionError("No code was mailed.")


def test_the_docs_fill_in_the_last_code(new_page, shop):
    page = new_page()
    who = register(page, shop)
    page.request.post("/api/accounts/otp/request/", data={"target": who, "purpose": "login"})
    page.set_viewport_size({"width": 390, "height": 844})
    # Swagger UI draws only the operations near the viewport: the address opens the one that is wanted
    page.goto("/api/docs+/#/accounts/accounts_otp_verify_create")
    digits = page.locator("#last-code-digits")
    expect(digits).to_have_text(re.compile(r"^\d{6}$"), timeout=60_000)
    operation = page.locator("#operations-accounts-accounts_otp_verify_create")
    operation.locator(".try-out__btn").click(timeout=60_000)
    body = operation.locator("textarea.body-param__text")
    expect(body).to_have_value(re.compile(f'"code": "{digits.inner_text()}"'))
    expect(body).to_have_value(re.compile(f'"target": "{re.escape(who)}"'))
    operation.locator("button.execute").click()
    answer = operation.locator(".live-responses-table tr.response .response-col_status")
    expect(answer).to_contain_text("200")
    answer.evaluate("cell => cell.scrollIntoView()")
    bar, heading = page.locator("#last-code").bounding_box(), answer.bounding_box()
    assert heading["y"] >= bar["y"] + bar["height"]

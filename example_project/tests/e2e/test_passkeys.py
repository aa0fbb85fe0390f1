"""Passkeys in a browser with a virtual authenticator: added, used alone and as the second step, renamed, removed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .test_second_step import PASSWORD, look_at, register, take_first_step

pytestmark = pytest.mark.e2e

DEMO_PASSWORD = "let-me-shop"


class Authenticator:
    """A phone or laptop that keeps passkeys and verifies its user, by Chromium's DevTools protocol."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def passkeys(self) -> list[dict]:
        return self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def is_there(self, there: bool) -> None:
        """Say whether its user answers it; who does not leaves it waiting."""
        self.devtools.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self.id, "enabled": there})

    def verifies(self, verified: bool) -> None:
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": verified})


def add_passkey(page: Page, name: str, look: Callable[[Page], None] = bool) -> None:
    page.goto("/account/security/")
    page.get_by_role("link", name="Add a passkey").click()
    look(page)
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Continue").click()
    look(page)
    page.get_by_role("button", name="Make the passkey").click()


def remove(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()


def follow_the_link(page: Page, authenticator: Authenticator) -> None:
    """Log in on the page of passkeys, whose user comes only when it is open: else the suggestions of the login page would do."""
    page.get_by_role("link", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", name="Log in with a passkey")).to_be_visible()
    authenticator.is_there(True)
    page.reload()
    page.wait_for_url(lambda url: "/login/" not in url)


def log_out(page: Page) -> None:
    page.goto("/logout/")
    page.locator("main").get_by_role("button").click()
    page.wait_for_load_state()


def test_a_passkey_is_added_used_and_removed(new_page, shop):
    page = new_page()
    phone = Authenticator(page)
    who = register(page, shop)
    add_passkey(page, "my phone", look=look_at)
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert len(phone.passkeys()) == 1
    assert phone.passkeys()[0]["isResidentCredential"]
    assert phone.passkeys()[0]["rpId"] == "localhost"

    log_out(page)
    phone.is_there(False)
    page.goto("/login/?next=/account/security/")
    look_at(page)
    follow_the_link(page, phone)
    expect(page.get_by_role("link", name="Rename my phone")).to_be_visible()
    expect(page.get_by_text("last used")).to_be_visible()
    look_at(page)

    log_out(page)
    phone.is_there(False)
    take_first_step(page, who)
    look_at(page)
    phone.is_there(True)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(lambda url: "/login/" not in url)

    page.goto("/account/security/")
    page.get_by_role("link", name="Rename my phone").click()
    page.get_by_label("Name").fill("old phone")
    look_at(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove old phone").click()
    look_at(page)
    remove(page)

    log_out(page)
    page.goto("/login/passkey/")  # the phone still shows it
    expect(page.get_by_role("alert")).to_contain_text("This passkey opens no account here")
    look_at(page)


def test_a_passkey_is_among_the_suggestions_for_the_name(new_page, shop):
    page = new_page()
    phone = Authenticator(page)
    register(page, shop)
    add_passkey(page, "phone")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    log_out(page)
    page.goto("/login/?next=/account/addresses/")  # chromium's virtual user chooses what is suggested
    page.wait_for_url(lambda url: "/login/" not in url)
    expect(page).to_have_url(re.compile("/account/addresses/$"))

    log_out(page)
    phone.is_there(False)
    page.goto("/login/")
    expect(page.get_by_label("E-mail or user name")).to_have_attribute("autocomplete", "username webauthn")
    expect(page.get_by_role("link", name="Log in with a passkey")).to_be_visible()


def test_an_old_login_is_proven_by_passkey_and_what_was_typed_goes_along(new_page, shop):
    page = new_page()
    phone = Authenticator(page)
    who = register(page, shop)
    add_passkey(page, "phone")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/account/security/passkeys/add/")
    page.get_by_label("Name").fill("stick")
    shop.age_logins(who)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    look_at(page)
    phone.verifies(False)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("Nothing happened:")).to_be_visible()
    phone.verifies(True)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("Now your device makes the passkey stick")).to_be_visible()


def test_who_has_only_a_passkey_changes_the_e_mail_and_sets_a_password(new_page, shop):
    page = new_page()
    Authenticator(page)
    who = register(page, shop)
    add_passkey(page, "phone")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    shop.lose_password(who)
    log_out(page)
    page.goto("/login/passkey/?next=/account/security/email/")
    page.wait_for_url("**/account/security/email/")
    expect(page.get_by_label("New e-mail")).to_be_visible()
    expect(page.get_by_label("Current password")).to_be_hidden()
    look_at(page)
    new = f"new.{who}"
    page.get_by_label("New e-mail").fill(new)
    shop.age_logins(who)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    expect(page.get_by_label("Your password")).to_be_hidden()
    look_at(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/account/security/")
    page.goto(next(link for link in shop.wait_for_mail(new)["links"] if "/security/email/" in link))
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_text("Your e-mail address has been changed.")).to_be_visible()
    assert "e-mail" in shop.wait_for_mail(who)["subject"]

    page.get_by_role("link", name="Change the password").click()
    expect(page.get_by_role("heading", name="Set a password")).to_be_visible()
    look_at(page)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    page.get_by_role("link", name="Change the password").click()
    expect(page.get_by_label("Current password")).to_be_visible()


def test_who_is_not_verified_gets_no_further_and_may_try_again(new_page, shop):
    page = new_page()
    phone = Authenticator(page)
    register(page, shop)
    add_passkey(page, "laptop")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    log_out(page)
    phone.verifies(False)
    page.goto("/login/passkey/")
    expect(page.get_by_text("Nothing happened:")).to_be_visible()
    look_at(page)
    phone.verifies(True)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def test_the_admin_opens_by_a_passkey(new_page):
    page = new_page()
    badge = Authenticator(page)
    page.goto("/login/?next=/account/security/")
    page.get_by_label("E-mail or user name").fill("manager@example.com")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    add_passkey(page, "badge")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    log_out(page)

    assert "/login/" in page.request.get("/admin/").url
    badge.is_there(False)
    page.goto("/login/")
    follow_the_link(page, badge)
    assert page.request.get("/admin/").url.endswith("/admin/")

    page.goto("/account/security/")  # others log in as this person, too
    page.get_by_role("link", name="Remove badge").click()
    remove(page, DEMO_PASSWORD)


def test_browsers_without_passkeys_are_told_so(new_page, shop):
    page = new_page()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/login/passkey/")
    expect(page.get_by_text("This browser cannot use passkeys.")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    look_at(page)
    page.get_by_role("link", name="Log in with your password").click()
    page.wait_for_url("**/login/")


def test_without_scripts_the_other_ways_are_there(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/login/passkey/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_role("link", name=re.compile("with your password")).click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()

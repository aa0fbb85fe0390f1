"""The main path through the shop for somebody who reads Polish: switch, buy, pay, and read the mail."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_a_visitor_switches_to_polish_and_buys(new_page, shop):
    page = new_page()
    page.goto("/products/?search=lamp")
    # By the keyboard: the foot of the page still moves while further products come.
    page.get_by_role("contentinfo").get_by_role("button", name="Polski").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "pl", timeout=15_000)
    assert page.url.endswith("/products/?search=lamp")
    expect(page.get_by_role("button", name="Polski")).to_have_attribute("aria-current", "true")

    page.get_by_role("main").get_by_role("article").first.get_by_role("link").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    with page.expect_response("**/cart/add/"):
        page.get_by_role("button", name="Dodaj do koszyka").first.click()

    page.goto("/login/")
    page.get_by_label("E-mail lub nazwa użytkownika").fill("seller@example.com")
    page.get_by_label("Hasło", exact=True).fill("let-me-shop")
    page.get_by_role("button", name="Zaloguj się").click()
    page.wait_for_url(lambda url: "/login/" not in url)

    page.goto("/cart/")
    expect(page.get_by_role("main")).to_contain_text(name)
    page.get_by_role("link", name="Do kasy").first.click()
    page.get_by_label("Kraj").first.select_option("PL")
    page.get_by_label("Imię i nazwisko").first.fill("Anna Nowak")
    page.get_by_label("Ulica i numer").first.fill("Lipowa 1")
    page.get_by_label("Kod pocztowy").first.fill("00-001")
    page.get_by_label("Miejscowość").first.fill("Warszawa")
    page.get_by_role("button", name="Złóż zamówienie").click()

    page.wait_for_url("**/payments/sandbox/**")
    page.get_by_role("button", name="Zatwierdź").click()
    page.wait_for_url("**/orders/**")
    expect(page.get_by_role("main")).to_contain_text("Opłacone", timeout=20_000)
    assert shop.wait_for_mail("seller@example.com", about="Twoje zamówienie")


def test_polish_words_fit_the_smallest_phone_and_axe_finds_nothing(new_page):
    page = new_page(locale="pl-PL", reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ["/", "/products/", "/cart/", "/login/", "/register/", "/privacy/"]:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "pl")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], path

"""What every visitor can see and reach: both themes, small phones, keyboards and screen readers."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

OPEN_PAGES = [
    "/",
    "/products/",
    "/products/?search=nothing-of-this-name",
    "/cart/",
    "/login/",
    "/register/",
    "/dev/mail/",
]


@pytest.fixture
def first_product(new_page):
    page = new_page()
    page.goto("/products/")
    return page.get_by_role("main").get_by_role("article").first.get_by_role("link").first.get_attribute("href")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, first_product, scheme):
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    for path in [*OPEN_PAGES, first_product]:
        page.goto(path)
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == [], path


def test_nothing_is_wider_than_the_smallest_phone(new_page, first_product):
    page = new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    for path in [*OPEN_PAGES, first_product]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_chosen_theme_is_remembered_and_taken_back(new_page):
    page = new_page(color_scheme="light")
    page.goto("/")
    page.get_by_role("switch", name="Dark colors").click()
    page.goto("/products/")
    expect(page.locator("html")).to_have_attribute("data-theme", "shop-dark")
    page.get_by_role("switch", name="Dark colors", checked=True).click()
    assert page.locator("html").get_attribute("data-theme") is None


def test_the_menu_closes_where_one_presses_escape_and_gives_the_focus_back(new_page):
    page = new_page()
    page.goto("/")
    opener = page.locator("summary").first
    opener.click()
    expect(page.get_by_role("navigation", name="Categories")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Categories")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_first_key_leads_past_the_header(new_page):
    page = new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_password_can_be_read_while_one_writes_it(new_page):
    page = new_page()
    page.goto("/login/")
    password = page.get_by_label("Password", exact=True)
    page.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")

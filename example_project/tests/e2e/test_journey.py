"""The whole story, as a stranger lives it: look, register, confirm by mail, buy, pay, and ask the support team."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

PASSWORD = "let-me-shop"


def log_in(page: Page, who: str, password: str = PASSWORD) -> None:
    page.goto("/login/")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).first.fill(who)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def put_first_hit_into_cart(page: Page, words: str) -> str:
    """Search the shop, open the first product, put it into the cart, and return its name."""
    page.goto("/")
    page.get_by_role("searchbox").first.fill(words)
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("main").get_by_role("article").first.get_by_role("link").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    with page.expect_response("**/cart/add/"):
        page.get_by_role("button", name="Add to cart").first.click()
    page.wait_for_load_state()
    return name


def fill_address(page: Page) -> None:
    page.get_by_label("Full name").first.fill("Anna Nowak")
    page.get_by_label("Country").first.select_option("DE")
    page.get_by_label(re.compile("Address|Street")).first.fill("Lindenstraße 1")
    page.get_by_label(re.compile("Postal code|Postcode")).first.fill("10115")
    page.get_by_label("City").first.fill("Berlin")


def test_a_stranger_registers_buys_and_pays(new_page, shop):
    page = new_page()
    name = put_first_hit_into_cart(page, "lamp")

    page.goto("/register/")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).first.fill("anna@example.com")
    page.get_by_label("Password", exact=True).fill("violet-harbor-42")
    if page.get_by_label("Password confirmation").count():
        page.get_by_label("Password confirmation").fill("violet-harbor-42")
    page.wait_for_timeout(3000)  # nobody fills a form in at once, and the bot check knows
    page.get_by_role("button", name=re.compile("Create|Register")).click()
    page.wait_for_url("**/email-confirmation-sent/")

    mail = shop.wait_for_mail("anna@example.com")
    link = next(link for link in mail["links"] if "/activate/" in link)
    page.goto(link)
    page.get_by_role("button", name="Confirm my address").click()
    page.wait_for_url("**/activation-success/")

    page.goto("/cart/")
    expect(page.get_by_role("main")).to_contain_text(name)
    page.get_by_role("link", name="Checkout").first.click()
    fill_address(page)
    page.get_by_role("button", name="Place order").click()

    page.wait_for_url("**/payments/sandbox/**")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/orders/**")
    expect(page.get_by_role("main")).to_contain_text("Paid", timeout=20_000)
    expect(page.get_by_role("main")).to_contain_text(name)
    assert shop.wait_for_mail("anna@example.com")["subject"]


def test_a_declined_payment_can_be_tried_again(new_page):
    page = new_page()
    log_in(page, "customer@example.com")
    put_first_hit_into_cart(page, "chair")
    page.goto("/checkout/")
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/payments/sandbox/**")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("declined|failed", re.IGNORECASE))
    page.get_by_role("button", name=re.compile("Try again|Pay")).first.click()
    page.wait_for_url("**/payments/sandbox/**")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/orders/**")
    expect(page.get_by_role("main")).to_contain_text("Paid", timeout=20_000)


def test_the_support_team_answers_live(new_page):
    customer, agent = new_page(), new_page()
    log_in(customer, "customer@example.com")
    log_in(agent, "agent@example.com")
    agent.goto("/chat/staff/")

    customer.goto("/chat/support/")
    customer.get_by_role("textbox", name="Message").fill("Where is my parcel?")
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("log")).to_contain_text("Where is my parcel?")

    agent.get_by_role("button", name=re.compile("Where is my parcel")).click()
    expect(agent.get_by_role("log")).to_contain_text("Where is my parcel?")
    agent.get_by_role("textbox", name="Message").fill("It is on its way.")
    agent.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("log")).to_contain_text("It is on its way.")

    customer.reload()
    expect(customer.get_by_role("log").get_by_text("It is on its way.")).to_have_count(1)


def test_the_purchase_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    log_in(page, "customer@example.com")
    name = put_first_hit_into_cart(page, "book")
    page.goto("/cart/")
    expect(page.get_by_role("main")).to_contain_text(name)
    page.goto("/checkout/")
    page.get_by_role("button", name="Place order").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("main")).to_contain_text(name)


def test_the_checkout_follows_the_country(new_page):
    page = new_page()
    put_first_hit_into_cart(page, "lamp")
    page.goto("/checkout/")
    page.get_by_label("E-mail").fill("visitor@example.com")
    address = page.get_by_role("group", name="Shipping address")
    address.get_by_label("Country").select_option("US")
    address.get_by_label("Full name").fill("Ann Visitor")  # while the answer is on its way
    expect(address.get_by_label("ZIP")).to_be_visible()
    address.get_by_label("Country").select_option("JP")
    address.get_by_label("Country").select_option("GB")
    expect(address.get_by_label("ZIP")).to_have_count(0)
    expect(address.get_by_label("Country")).to_have_value("GB")
    expect(address.get_by_label("Full name")).to_have_value("Ann Visitor")
    expect(page.get_by_label("E-mail")).to_have_value("visitor@example.com")

"""A person becomes a seller: the shop approves, a product is listed, somebody buys it, and the seller learns where to send it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_journey import fill_address, log_in

pytestmark = pytest.mark.e2e

PICTURE = next((Path(__file__).resolve().parents[2] / "demo" / "images").glob("*.webp"))
STORE = "Fjord Lanterns"
PRODUCT = "Storm lantern of brass"
LARGE = f"{PRODUCT} · Large"


def register_as_seller(page: Page) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Sell here").click()
    page.get_by_label("Your name as a seller").fill("Ingrid Dahl")
    page.get_by_label("Country").select_option("NO")
    page.get_by_label("About you").fill("Lanterns, made by hand in Bergen.")
    page.get_by_label("Name of your store").fill(STORE)
    page.wait_for_timeout(3000)  # nobody fills a form in at once, and the bot check knows
    page.get_by_role("button", name="Register as a seller").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for approval")


def approve_in_the_admin(page: Page) -> None:
    page.goto("/admin/shop_catalog/seller/?is_approved__exact=0")
    page.get_by_role("row", name=re.compile("Ingrid Dahl")).get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option("approve_selected")
    page.locator("button[name=index]").click()
    page.goto("/admin/shop_catalog/seller/?is_approved__exact=1&q=Ingrid")
    expect(page.get_by_role("row", name=re.compile("Ingrid Dahl"))).to_be_visible()


def list_a_product(page: Page) -> None:
    page.goto("/sell/")
    page.get_by_role("link", name="List a product").click()
    form = page.get_by_role("main")
    form.get_by_label("Name").fill(PRODUCT)
    form.get_by_label("Category").fill("a")
    offered = page.locator("#category-options option").nth(1)
    expect(offered).to_be_attached()
    form.get_by_label("Category").fill(offered.get_attribute("value"))
    form.get_by_label("Price").fill("48")
    form.get_by_label("In stock").fill("-1")
    form.get_by_label("Description").fill("Burns in any wind.")
    page.wait_for_timeout(3000)
    form.get_by_role("button", name="List it").click()
    expect(form.get_by_label("In stock")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Description")).to_have_value("Burns in any wind.")
    form.get_by_label("In stock").fill("5")
    form.get_by_label("Pictures").set_input_files(PICTURE)
    form.get_by_role("button", name="List it").click()
    expect(page.get_by_text(f"{PRODUCT} is listed in {STORE}.")).to_be_visible()


def add_variants(page: Page) -> None:
    main = page.get_by_role("main")
    main.get_by_role("link", name="Variants").click()
    main.get_by_role("link", name=re.compile("Options, SKU and weight")).click()
    main.get_by_label("Option").first.fill("Size")
    main.get_by_label("Value").first.fill("Large")
    main.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{PRODUCT} · Large is saved.")).to_be_visible()
    main.get_by_role("link", name="Add a variant").click()
    expect(main.get_by_label("Option").first).to_have_value("Size")
    expect(main.get_by_label("Price")).to_have_value("48.00")
    main.get_by_label("Value").nth(1).fill("Tin")
    page.wait_for_timeout(3000)
    main.get_by_role("button", name="Add it").click()
    expect(main.get_by_label("Option").nth(1)).to_have_attribute("aria-invalid", "true")
    main.get_by_label("Value").first.fill("Small")
    main.get_by_label("Option").nth(1).fill("Metal")
    main.get_by_label("Price").fill("52")
    main.get_by_role("button", name="Add it").click()
    expect(page.get_by_text(f"{PRODUCT} · Small / Tin is listed in {STORE}.")).to_be_visible()
    expect(main.get_by_label("Price")).to_have_count(2)


def change_price_and_stock(page: Page) -> None:
    page.goto("/sell/offers/")
    row = page.get_by_role("main").get_by_role("listitem").filter(has_text=LARGE)
    row.get_by_label("Price").fill("44.50")
    row.get_by_label("In stock").fill("4")
    with page.expect_response("**/price-and-stock/"):
        row.get_by_role("button", name=re.compile("Save")).click()
    expect(page.get_by_text(f"{LARGE} is saved.")).to_be_visible()
    page.reload()
    expect(row.get_by_label("Price")).to_have_value("44.50")
    expect(row.get_by_label("In stock")).to_have_value("4")


def buy_from_the_store(page: Page) -> None:
    page.goto("/products/?search=storm+lantern")
    page.get_by_role("main").get_by_role("link", name=re.compile(STORE)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORE)
    expect(page.get_by_role("main")).to_contain_text("Norway")
    page.get_by_role("link", name=PRODUCT).click()
    expect(page.get_by_role("main")).to_contain_text("44.50")
    expect(page.get_by_role("link", name=STORE)).to_be_visible()
    with page.expect_response("**/cart/add/"):
        page.get_by_role("button", name="Add to cart").first.click()
    page.goto("/checkout/")
    fill_address(page)
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/payments/sandbox/**")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/orders/**")
    expect(page.get_by_role("main")).to_contain_text("Paid", timeout=20_000)


@pytest.fixture
def staff(browser: Browser, shop):
    """Another browser: the admin's theme asks for a font from elsewhere, which the policy refuses."""
    context = browser.new_context(base_url=shop.url)
    yield context.new_page()
    context.close()


def test_from_registration_to_the_first_sale(new_page, staff, shop):
    seller, buyer = new_page(), new_page()
    log_in(seller, "customer@example.com")
    log_in(staff, "manager@example.com")
    log_in(buyer, "agent@example.com")

    register_as_seller(seller)
    approve_in_the_admin(staff)
    assert "sell" in shop.wait_for_mail("customer@example.com")["subject"].lower()
    list_a_product(seller)
    add_variants(seller)
    change_price_and_stock(seller)
    buy_from_the_store(buyer)

    seller.goto("/sell/orders/")
    line = seller.get_by_role("main").get_by_role("listitem").filter(has_text=PRODUCT)
    expect(line).to_contain_text("1 ×")
    expect(line).to_contain_text("44.50")
    expect(line).to_contain_text("Lindenstraße 1")
    seller.goto("/sell/offers/")
    row = seller.get_by_role("main").get_by_role("listitem").filter(has_text=LARGE)
    expect(row.get_by_label("In stock")).to_have_value("3")

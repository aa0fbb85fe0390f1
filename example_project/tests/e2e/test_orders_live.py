"""An order moves in one browser and shows it in another: over a socket, and by asking where none opens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_journey import fill_address, log_in, put_first_hit_into_cart

pytestmark = pytest.mark.e2e

NO_SOCKETS = """
window.WebSocket = class {
  constructor() { setTimeout(() => this.onclose?.({ code: 1006 })); }
  close() {}
};
"""


@pytest.fixture
def admin(browser: Browser, shop):
    """A browser for the admin, whose theme asks for a font from elsewhere, which the policy refuses."""
    context = browser.new_context(base_url=shop.url)
    yield context.new_page()
    context.close()


def buy(page: Page) -> str:
    """Buy something as a guest, pay, and return the number of the order."""
    put_first_hit_into_cart(page, "lamp")
    page.goto("/checkout/")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).first.fill("guest@example.com")
    fill_address(page)
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/payments/sandbox/**")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/orders/**")
    expect(page.locator("#order-state")).to_have_text("Paid", timeout=20_000)
    return page.url.rstrip("/").rpartition("/")[2]


def move(page: Page, state: str) -> None:
    page.get_by_role("button", name=state, exact=True).click()
    expect(page.get_by_text("Done.")).to_be_visible()


def test_buyer_seller_and_back_office_see_an_order_move(new_page, admin):
    buyer, silent, staff = new_page(), new_page(), new_page()
    number = buy(buyer)
    link = buyer.url
    silent.context.add_cookies(buyer.context.cookies())
    silent.add_init_script(NO_SOCKETS)
    silent.goto(link)
    log_in(staff, "manager@example.com")
    log_in(admin, "manager@example.com")
    admin.goto(f"/admin/shop_orders/order/?q={number.lower()}")
    admin.get_by_role("link", name=number).click()
    expect(admin.locator("order-live")).to_be_attached()

    staff.goto(f"/sales/{number}/")
    move(staff, "Processing")
    expect(buyer.locator("#order-state")).to_have_text("Processing", timeout=5_000)
    expect(silent.locator("#order-state")).to_have_text("Processing", timeout=20_000)
    expect(admin.get_by_role("main")).to_contain_text("Processing", timeout=10_000)

    staff.get_by_label("Carrier").first.fill("Parcel Co")
    staff.get_by_label("Tracking number").first.fill("RR-7")
    move(staff, "Shipped")
    expect(buyer.locator("#order-main")).to_contain_text("Parcel Co", timeout=5_000)
    expect(buyer.locator("#order-main")).to_contain_text("RR-7")
    expect(buyer.get_by_role("status")).to_have_text("Shipped")

    buyer.goto("about:blank")
    move(staff, "Delivered")
    buyer.goto(link)
    expect(buyer.locator("#order-state")).to_have_text("Delivered")
    expect(silent.locator("#order-state")).to_have_text("Delivered", timeout=20_000)


def test_what_staff_type_is_not_lost_when_the_order_changes(new_page):
    buyer, staff, other = new_page(), new_page(), new_page()
    number = buy(buyer)
    for page in (staff, other):
        log_in(page, "manager@example.com")
        page.goto(f"/sales/{number}/")
    staff.get_by_label("Note", exact=True).fill("Rings twice")
    move(other, "Processing")
    expect(staff.locator("#sale-state")).to_have_text("Processing", timeout=10_000)
    expect(staff.get_by_text("This order has changed in the meantime.")).to_be_visible()
    expect(staff.get_by_label("Note", exact=True)).to_have_value("Rings twice")


def test_a_guest_finds_the_order_again(new_page):
    number = buy(new_page())
    page = new_page()
    page.goto("/orders/find/")
    page.get_by_label("Order number").fill(number.lower().replace("-", " "))
    page.get_by_label("E-mail").fill("other@example.com")
    page.get_by_role("button", name="Show the order").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no order")
    page.get_by_label("E-mail").fill("guest@example.com")
    page.get_by_role("button", name="Show the order").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {number}")
    page.get_by_role("link", name=re.compile("Invoice")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Invoice")

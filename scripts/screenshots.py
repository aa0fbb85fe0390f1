"""Photograph the shop's pages in both themes and two widths, from a real server with demo data.

python scripts/screenshots.py FOLDER [WORD ...]     only the pages whose names contain one of the words
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "example_project"))

from tests.e2e.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.e2e.server import Shop, running_shop  # noqa: E402

WIDTHS = {"phone": (390, 844), "wide": (1440, 900)}
THEMES = ("light", "dark")


def log_in(page: Page, who: str) -> None:
    page.goto("/login/")
    page.locator("[name=identifier]").fill(who)
    page.locator("[name=password]").fill("let-me-shop")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def detail(page: Page) -> None:
    page.goto("/products/")
    page.get_by_role("main").get_by_role("article").first.get_by_role("link").first.click()
    page.wait_for_load_state()


def cart(page: Page) -> None:
    detail(page)
    with page.expect_response("**/cart/add/"):
        page.get_by_role("button", name="Add to cart").first.click()
    page.wait_for_load_state()
    page.goto("/cart/")


def checkout(page: Page) -> None:
    log_in(page, "customer@example.com")
    cart(page)
    page.goto("/checkout/")


def payment(page: Page) -> None:
    checkout(page)
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url("**/payments/sandbox/**")


def order(page: Page) -> None:
    payment(page)
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/orders/**")
    page.wait_for_timeout(1500)


def chat(page: Page) -> None:
    log_in(page, "customer@example.com")
    page.goto("/chat/support/")
    page.wait_for_timeout(1500)


def staff_chat(page: Page) -> None:
    log_in(page, "agent@example.com")
    page.goto("/chat/staff/")
    page.locator("[data-thread-list] button").first.click()
    page.wait_for_timeout(1500)


def customer_page(path: str) -> Callable[[Page], None]:
    def visit(page: Page) -> None:
        log_in(page, "customer@example.com")
        page.goto(path)

    return visit


PAGES: dict[str, Callable[[Page], None]] = {
    "home": lambda page: page.goto("/"),
    "list": lambda page: page.goto("/products/"),
    "search": lambda page: page.goto("/products/?q=lamp"),
    "detail": detail,
    "cart": cart,
    "cart-empty": lambda page: page.goto("/cart/"),
    "checkout": checkout,
    "payment": payment,
    "order": order,
    "orders": customer_page("/orders/"),
    "chat": chat,
    "chat-staff": staff_chat,
    "register": lambda page: page.goto("/register/"),
    "login": lambda page: page.goto("/login/"),
    "profile": customer_page("/account/"),
    "addresses": customer_page("/account/addresses/"),
    "missing": lambda page: page.goto("/nowhere/"),
    "inbox": lambda page: page.goto("/dev/mail/"),
    "admin": lambda page: (log_in(page, "admin@example.com"), page.goto("/admin/")),
}


def photograph(browser: Browser, shop: Shop, folder: Path, words: list[str]) -> None:
    for name, visit in PAGES.items():
        if words and not any(word in name for word in words):
            continue
        for width, (x, y) in WIDTHS.items():
            for theme in THEMES:
                context = browser.new_context(base_url=shop.url, viewport={"width": x, "height": y}, color_scheme=theme)
                page = context.new_page()
                try:
                    visit(page)
                    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # pictures load when they come into sight
                    page.wait_for_load_state("networkidle")
                    page.evaluate("scrollTo(0, 0)")
                    page.screenshot(path=folder / f"{name}-{theme}-{width}.png", full_page=True)
                except Exception as error:  # the other pages are still worth a look
                    print(f"{name} {theme} {width}: {str(error).splitlines()[0]}")
                context.close()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, running_shop(Path(var)) as shop, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        photograph(browser, shop, folder, sys.argv[2:])
        browser.close()


if __name__ == "__main__":
    main()

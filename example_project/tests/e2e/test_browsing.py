"""Finding things: the list that goes on, what was found again on the way back, filters, and mistyped words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

FIRST = 20
BATCH = 5


def cards(page: Page):
    return page.locator("#results article")


def scroll_until(page: Page, count: int) -> None:
    for _ in range(40):
        if cards(page).count() >= count:
            return
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(100)
    raise AssertionError(f"{cards(page).count()} products after much scrolling")


def test_the_list_goes_on_in_batches_and_stops_for_the_end_of_the_page(new_page):
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "batch=" in request.url else None)
    page.goto("/products/")
    scroll_until(page, FIRST + 8 * BATCH)
    more = page.get_by_role("button", name="Show more products")
    expect(more).to_be_visible()
    assert cards(page).count() == FIRST + 8 * BATCH
    assert all("batch=5" in url for url in asked)
    links = page.locator("#results article h3 a").evaluate_all("links => links.map(link => link.href)")
    assert len(set(links)) == len(links)
    more.click()
    expect(cards(page)).to_have_count(FIRST + 9 * BATCH)
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_way_back_leads_to_the_same_place(new_page):
    page = new_page()
    page.goto("/products/")
    scroll_until(page, FIRST + 4 * BATCH)
    page.wait_for_timeout(500)
    seen = cards(page).nth(FIRST + 2 * BATCH)
    seen.scroll_into_view_if_needed()
    before, place = cards(page).count(), page.evaluate("scrollY")
    seen.get_by_role("heading").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/products/[\w-]+/$"))
    page.go_back()
    expect(cards(page).nth(before - 1)).to_be_attached()
    expect(cards(page).nth(FIRST + 2 * BATCH)).to_be_in_viewport()
    page.wait_for_timeout(500)
    assert abs(page.evaluate("scrollY") - place) < 60


def test_the_best_matches_come_first_then_the_rest_of_the_shop(new_page):
    page = new_page()
    page.goto("/products/?search=oak")
    heading = page.get_by_role("heading", name="More from the shop")
    expect(heading).to_have_count(1)
    matches = page.locator("#results li:has(h2)").evaluate("item => [...item.parentNode.children].indexOf(item)")
    names = page.locator("#results article h3").all_inner_texts()
    assert matches >= 1
    assert "Oak" in names[0]
    scroll_until(page, 40)
    expect(heading).to_have_count(1)


def test_without_scripts_links_lead_to_the_other_pages(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/products/?search=oak&ordering=price")
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile("page=2"))
    assert "search=oak" in page.url
    expect(cards(page)).to_have_count(FIRST)


def test_a_mistyped_word_finds_what_was_meant(new_page):
    page = new_page()
    page.goto("/products/?search=lmap")
    expect(page.get_by_text("Here is what matches")).to_contain_text("lamp")
    expect(cards(page).first).to_contain_text("Lamp")


def test_filters_narrow_the_list_and_tell_what_each_would_leave(new_page):
    page = new_page()
    page.goto("/products/category/fashion/")
    red = page.get_by_role("checkbox", name=re.compile("^Red"))
    red.check()
    expect(page).to_have_url(re.compile("attr.color=Red"))
    expect(page.locator("#results")).to_contain_text("3 products")
    expect(page.get_by_role("checkbox", name=re.compile("^Blue"))).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("^Leather")).check()
    expect(page.locator("#results")).to_contain_text("1 product")
    page.evaluate("history.go(-2)")
    expect(page).to_have_url(re.compile("fashion/$"))
    expect(page.locator("#results")).to_contain_text(re.compile(r"2\d products"))

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from shop_core.money import Money


def page(**context):
    return render_to_string("shop_core/base.html", context)


def partial(name, **context):
    return render_to_string(f"shop_core/partials/{name}.html", context)


def test_the_page_names_its_language_and_direction():
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in page()
    with translation.override("en"):
        assert '<html lang="en" dir="ltr">' in page()


def test_the_first_thing_to_reach_is_the_skip_link():
    body = page().partition("<body")[2]
    assert re.search(r"<a [^>]*>", body)[0].startswith('<a href="#main"')
    assert 'id="main"' in body


def test_nothing_in_the_page_needs_an_inline_script_or_style():
    html = page(messages=[Message(constants.SUCCESS, "Saved.")])
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\s(style|on[a-z]+)=", html)
    assert "<style" not in html


def test_messages_are_told_by_their_level_and_escaped():
    html = page(messages=[Message(constants.ERROR, "<b>Sold out</b>"), Message(constants.SUCCESS, "Saved.")])
    assert html.count('role="alert"') == 2  # the other one is the template for failed requests
    assert "text-success" in html
    assert "&lt;b&gt;Sold out" in html


def test_a_page_fills_the_blocks():
    source = '{% extends "shop_core/base.html" %}{% block title %}Cart{% endblock %}{% block content %}<p>Two books.</p>{% endblock %}'
    html = Template(source).render(Context())
    assert re.search(r"<title>Cart · Shop\s*</title>", html)
    assert "<p>Two books.</p>" in html


@pytest.fixture
def pages(rf):
    def draw(number):
        request = rf.get("/products/", {"q": "tea", "page": number})
        context = {"page_obj": Paginator(range(200), 10).page(number)}
        return render_to_string("shop_core/partials/pagination.html", context, request)

    return draw


def test_pagination_keeps_the_search_and_marks_the_page(pages):
    html = pages(10)
    assert re.search(r'href="\?q=tea&amp;page=10" aria-current="page"', html)
    assert re.search(r'rel="next" href="\?q=tea&amp;page=11"', html)
    assert html.count("…") == 2


def test_the_first_page_has_no_page_before_it(pages):
    assert 'rel="prev"' not in pages(1)


def test_one_page_needs_no_pagination():
    assert partial("pagination", page_obj=Paginator([1], 10).page(1)).strip() == ""


def test_breadcrumbs_end_at_the_page_itself():
    html = partial("breadcrumbs", items=[("Home", "/"), ("Lamps", "")])
    assert '<a href="/"' in html
    assert '<span aria-current="page">Lamps</span>' in html


def test_an_empty_list_says_what_to_do():
    html = partial(
        "empty_state", title="Your cart is empty", icon="cart", action_url="/products/", action_label="Go shopping"
    )
    assert "Your cart is empty" in html
    assert '<a class="btn btn-primary" href="/products/">Go shopping</a>' in html


def test_stars_are_drawn_and_told():
    html = partial("rating", value=4.26, count=12)
    assert 'aria-label="Rated 4.3 of 5"' in html
    assert 'width="85%"' in html
    assert "(12)" in html


def test_nothing_is_shown_where_nobody_rated():
    assert partial("rating", value=None).strip() == ""


def test_a_price_shows_the_one_before():
    html = partial("price", price=Money(1250, "EUR"), was=Money(1500, "EUR"))
    assert "12.50" in html
    assert re.search(r"<del.*15\.00</del>", html)


def test_a_quantity_has_bounds():
    html = partial("quantity", value=2, max=5)
    assert re.search(r'name="quantity" value="2" min="1" max="5"', html)


@pytest.mark.parametrize(("count", "heard"), [(1, ">1 review<"), (2, ">2 reviews<")])
def test_stars_say_how_many_reviews_in_words(count, heard):
    assert heard in partial("rating", value=4.5, count=count)

"""The tree of categories in menus, on its page and in the API."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop_catalog.models import Category, Product
from shop_catalog.models.tree import product_counts
from shop_catalog.services.categories import create_category, delete_category, move_category
from shop_catalog.testing import make_categories, make_category, make_product

pytestmark = pytest.mark.django_db
PAGES = [
    reverse("shop_catalog:product-list"),
    reverse("shop_catalog:category", args=["c0"]),
    reverse("shop_catalog:category-list"),
    "/api/categories/",
    "/api/categories/tree/",
]


@pytest.fixture
def home():
    """Home with two products below it, in Lamps and in Desk lamps, and with Chairs."""
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    make_product(category=lamps)
    make_product(category=make_category("Desk lamps", parent=lamps))
    make_category("Chairs", parent=home)
    return home


def outline(nodes):
    return [(node.level, node.category.name, node.product_count) for node in nodes]


def test_a_tree_counts_what_is_on_sale_below_each_category(home):
    make_product(category=home)
    Product.objects.filter(pk=make_product(category=home).pk).update(price_amount=None)
    assert outline(Category.objects.live().tree()) == [
        (0, "Home", 3),
        (1, "Lamps", 2),
        (2, "Desk lamps", 1),
        (1, "Chairs", 0),
    ]


def test_counts_are_taken_anew_after_a_while_and_after_a_change_of_the_tree(
    home, settings, django_capture_on_commit_callbacks
):
    desk = Category.objects.get(slug="desk-lamps")
    assert product_counts()[home.pk] == 2
    make_product(category=desk)
    assert product_counts()[home.pk] == 2
    with django_capture_on_commit_callbacks(execute=True):
        move_category(category=desk, parent=None)
    assert (product_counts()[home.pk], product_counts()[desk.pk]) == (1, 2)
    settings.SHOP_CATALOG = {"CATEGORY_COUNTS_AGE": 0}
    make_product(category=home)
    with CaptureQueriesContext(connection) as queries:
        product_counts()
    assert len(queries) in (0, 2)


def test_a_node_whose_parent_is_not_shown_stands_below_the_next_above(home):
    shown = Category.objects.live().exclude(slug="lamps")
    assert [(level, name) for level, name, _ in outline(shown.tree())] == [
        (0, "Home"),
        (1, "Desk lamps"),
        (1, "Chairs"),
    ]


def test_a_menu_shows_two_levels_around_the_way_and_opens_it(home):
    way = [home]
    for name in ("One", "Two", "Three", "Four"):
        way.append(make_category(name, parent=way[-1]))
    two = way[2]
    nodes = Category.objects.live().around(two).tree(current=two)
    assert [node.category.name for node in nodes if node.is_open] == ["Home", "One", "Two"]
    assert [node.category.name for node in nodes if node.is_current] == ["Two"]
    assert outline(nodes)[-2:] == [(3, "Three", 0), (4, "Four", 0)]
    assert "Two" not in [node.category.name for node in Category.objects.live().around(None).tree()]


def test_the_menu_of_a_page_is_nested_and_open_where_the_reader_is(client, home):
    lamps = Category.objects.get(slug="lamps")
    page = client.get(lamps.get_absolute_url()).text
    menu = page[page.index('<nav id="category-menu"') : page.index("All categories")]
    assert menu.count("<ul") == menu.count("</ul>") == 3
    assert menu.count("<li>") == menu.count("</li>") == 4
    assert menu.count("<details open>") == menu.count("</details>") == 2
    assert f'href="{lamps.get_absolute_url()}" aria-current="page"' in menu
    assert 'aria-label="Categories below Lamps"' in menu


@pytest.mark.parametrize("page", PAGES)
def test_any_number_of_categories_costs_the_same_queries(client, page):
    costs = []
    for count in (1, 20, 100, 4000):
        Category.objects.all().delete()
        make_categories(count)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        costs.append(len(queries))
    assert max(costs) - min(costs) <= 1  # a list of one page need not be counted


def test_the_page_of_all_categories_shows_each_of_four_thousand(client):
    make_categories(4000)
    page = client.get(reverse("shop_catalog:category-list"))
    assert page.text.count("<li>") >= 4000
    assert page.text.count("<details") == page.text.count("</details>")


def test_the_deepest_category_has_a_page(client):
    category = None
    for level in range(63):
        category = create_category(name=f"L{level}", parent=category)
    assert client.get(category.get_absolute_url()).text.count("<details open>") == 62
    assert client.get("/api/categories/tree/").status_code == 200


def test_a_shop_without_categories_says_so(client):
    assert "No categories yet" in client.get(reverse("shop_catalog:category-list")).text
    assert client.get("/api/categories/tree/").json() == []


def test_a_product_that_is_named_like_an_address_has_another(client):
    product = make_product("Category")
    assert client.get(product.get_absolute_url()).context["product"] == product
    product.slug = "category"
    with pytest.raises(ValidationError, match="choose another"):
        product.full_clean()


def test_the_api_answers_the_tree_with_counts(client, home):
    (top,) = client.get("/api/categories/tree/").json()
    assert (top["name"], top["product_count"], top["url"]) == ("Home", 2, home.get_absolute_url())
    assert [child["name"] for child in top["children"]] == ["Lamps", "Chairs"]
    assert top["children"][0]["children"][0]["children"] == []


def test_the_api_names_parent_and_count_of_each_category(client, home):
    rows = {row["name"]: row for row in client.get("/api/categories/").json()["results"]}
    assert (rows["Home"]["parent"], rows["Home"]["product_count"]) == (None, 2)
    assert rows["Lamps"]["parent"] == home.pk
    lamps = client.get(f"/api/categories/{rows['Lamps']['id']}/").json()
    assert (lamps["parent"], lamps["product_count"]) == (home.pk, 2)


def test_what_is_deleted_is_in_no_menu(client, home):
    delete_category(category=Category.objects.get(slug="chairs"))
    assert "Chairs" not in client.get(reverse("shop_catalog:product-list")).text

"""What stands beside a list of products: one menu of categories, one search, filters that stay where they are."""

import re

import pytest
from tests.people import make_seller

from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """Home with a red and a blue lamp in two rooms, and a garden with nothing."""
    home = make_category("Home")
    define_attribute(category=home, code="color", name="Color", kind="choice", choices=["Red", "Dark blue"])
    for room, color in (("Hall", "Red"), ("Kitchen", "Dark blue")):
        product = make_product(
            f"{color} lamp", price="5" if color == "Red" else "50", category=make_category(room, parent=home)
        )
        set_attributes(product=product, values={"color": color})
    make_category("Garden")
    return home


def menu_of(client, address):
    """Return what the menu beside the list shows: names with numbers, and where they lead."""
    page = client.get(address).text
    menu = page[page.index('id="category-menu"') : page.index("All categories")]
    shown = re.findall(r'<li><a href="([^"]*)"[^>]*><span>([^<]*)</span>(?:<small>(\d+))?', menu)
    return [(name, number) for _address, name, number in shown], [address for address, _name, _number in shown]


def test_the_menu_shows_the_tree_with_what_is_on_sale(client, home):
    names, addresses = menu_of(client, "/products/")
    assert names == [("Home", "2"), ("Hall", "1"), ("Kitchen", "1"), ("Garden", "0")]
    assert addresses[1] == "/products/category/home/hall/"


def test_with_other_wishes_it_shows_what_is_found_and_keeps_them(client, home):
    names, addresses = menu_of(client, "/products/?search=red&ordering=price&page=1")
    assert names == [("Home", "1"), ("Hall", "1"), ("Kitchen", "0"), ("Garden", "0")]
    assert addresses[1] == "/products/category/home/hall/?search=red&amp;ordering=price"
    assert menu_of(client, "/products/?max_price=10")[0] == names


def test_of_categories_elsewhere_it_does_not_say_how_many_are_found(client, home):
    names, _addresses = menu_of(client, "/products/category/home/kitchen/?attr.color=Dark+blue")
    assert names == [("Home", ""), ("Hall", ""), ("Kitchen", "1"), ("Garden", "")]


def test_the_categories_stand_once_where_the_menu_shows(client, home):
    page = client.get("/products/").text
    assert '<fieldset class="lg:hidden">' in page
    assert 'class="hidden lg:block"' in page


def test_a_store_has_no_menu_and_shows_them_among_its_filters(client, home):
    store = make_seller()
    make_product("Chair", category=home, store=store)
    page = client.get(store.get_absolute_url()).text
    assert "category-menu" not in page.replace("#category-menu", "")
    assert '<fieldset class="lg:hidden">' not in page
    assert "Search in Ann&#x27;s" in page


def test_a_list_says_where_it_searches(client, home):
    assert "Search in Home" in client.get("/products/category/home/").text
    assert "Search in" not in client.get("/products/").text


def test_a_filter_keeps_its_id_whatever_stands_above_it(client, home):
    ids = re.findall(r'id="(attr\.color-[^"]*)"', client.get("/products/?max_price=10").text)
    assert ids == ["attr.color-Red"]
    assert set(re.findall(r'id="(attr\.color-[^"]*)"', client.get("/products/").text)) == {
        "attr.color-Red",
        "attr.color-Dark%20blue",
    }


def test_what_costs_nothing_says_so(client):
    product = make_product("Leaflet", price="0.00")
    for address in ("/products/", product.get_absolute_url()):
        assert "€0.00" in client.get(address).text

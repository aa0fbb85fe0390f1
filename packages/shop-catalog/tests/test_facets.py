"""Lists narrowed, and how many products each further filter would leave."""

from time import time

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from tests.conftest import make_user

from shop_catalog import facets, spelling
from shop_catalog.facets import Facets
from shop_catalog.models import Listing, Seller
from shop_catalog.narrowing import AttributeWish, Narrowing
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    shoes = make_category("Shoes")
    boots, sandals = make_category("Boots", parent=shoes), make_category("Sandals", parent=shoes)
    define_attribute(
        category=shoes, code="color", name="Color", kind="color", choices=[("Red", "#ff0000"), ("Blue", "")]
    )
    define_attribute(category=shoes, code="height", name="Height", kind="number", unit="cm")
    define_attribute(category=shoes, code="lined", name="Lined", kind="boolean")
    seller = Seller.objects.create(name="Ann", country="PL", is_approved=True, user=make_user("ann"))
    store = open_store(name="Ann's", seller=seller)
    for name, price, category, color, height, extra in [
        ("Hiker", "100", boots, "Red", "20", {}),
        ("Rider", "200", boots, "Blue", "40", {"store": store}),
        ("Walker", "50", boots, "Red", "15", {"stock": 0}),
        ("Beach", "20", sandals, "Blue", "2.5", {}),
    ]:
        product = make_product(name, price=price, category=category, **extra)
        set_attributes(product=product, values={"color": color, "height": height, "lined": name == "Rider"})
    make_product("Teapot", price="9")
    publish_review(product=Listing.objects.get(product__name="Hiker").product, author=make_user(), rating=5)
    publish_review(product=Listing.objects.get(product__name="Beach").product, author=make_user(), rating=2)


def names(client, query):
    return sorted(each["name"] for each in client.get(f"/api/products/?{query}").json()["results"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=shoes", ["Beach", "Hiker", "Rider", "Walker"]),
        ("category=shoes/boots&in_stock=true", ["Hiker", "Rider"]),
        ("in_stock=false", ["Walker"]),
        ("attr.color=Red", ["Hiker", "Walker"]),
        ("attr.color=Red&attr.color=Blue&max_price=50", ["Beach", "Walker"]),
        ("attr.height.min=15&attr.height.max=20", ["Hiker", "Walker"]),
        ("attr.lined=true", ["Rider"]),
        ("attr.unknown=x", []),
        ("attr.color=Red%00", ["Beach", "Hiker", "Rider", "Teapot", "Walker"]),
        ("min_rating=4", ["Hiker"]),
        ("seller=PL", ["Rider"]),
        ("seller=DE", []),
        ("seller=none", ["Beach", "Hiker", "Teapot", "Walker"]),
        ("seller=nobody", []),
        ("featured=true", []),
        ("search=boots&attr.color=Blue", ["Rider"]),
    ],
)
def test_the_list_is_narrowed_by_every_wish(world, client, query, found):
    assert names(client, query) == found


def test_a_seller_is_named_by_id_or_user_name_but_not_by_address(world, client, monkeypatch):
    seller = Seller.objects.get()
    assert names(client, f"seller={seller.public_id}") == ["Rider"]
    assert names(client, f"seller={seller.user.email_address}") == []  # who sells is not told by an address
    monkeypatch.setattr(get_user_model(), "EMAIL_FIELD", "other")
    assert names(client, f"seller={seller.user.email_address}") == ["Rider"]


def test_a_store_is_named_by_its_id(world, client):
    assert names(client, f"store={Seller.objects.get().stores.get().public_id}") == ["Rider"]


def test_facets_count_what_each_wish_would_leave(world):
    facets = Facets(Narrowing())
    assert facets.count == 5
    assert ("Shoes", 4) in [(each.label, each.count) for each in facets.categories]
    assert facets.in_stock == 4
    assert Facets(Narrowing(in_stock=False)).count == 1
    assert facets.ratings == {4: 1, 3: 1, 2: 2, 1: 2}
    assert facets.prices == (Money.of("9", "EUR"), Money.of("200", "EUR"))
    assert {each.label: each.count for each in facets.stores} == {"Our shop": 4, "Ann's": 1}
    color, height, lined = facets.attributes
    assert {(each.label, each.count, each.color) for each in color.values} == {("Blue", 2, ""), ("Red", 2, "#ff0000")}
    assert (height.least, height.most, height.values) == (2.5, 40, [])
    assert {each.label: each.count for each in lined.values} == {"No": 3, "Yes": 1}


def test_a_facet_leaves_its_own_wish_out(world):
    wishes = {"attr.color": AttributeWish(values=("Red",))}
    facets = Facets(Narrowing(attributes=wishes, max_price=10_000, in_stock=True))
    assert facets.count == 1
    assert facets.prices == (Money.of("100", "EUR"), Money.of("100", "EUR"))
    color, height, lined = facets.attributes
    assert {each.label: (each.count, each.is_chosen) for each in color.values} == {"Red": (1, True), "Blue": (1, False)}
    assert (height.least, height.most) == (20, 20)
    assert [each.label for each in lined.values] == ["No"]
    free = Facets(Narrowing(max_price=6_000, min_rating=2))
    assert (free.count, free.prices) == (1, (Money.of("20", "EUR"), Money.of("100", "EUR")))
    assert free.ratings == {4: 0, 3: 0, 2: 1, 1: 1}


def test_facets_of_nothing_are_empty(world):
    facets = Facets(Narrowing(search="nothing of the kind"))
    assert (facets.count, facets.prices, facets.attributes, facets.categories) == (0, None, [], [])
    assert Facets(Narrowing(nowhere=True)).count == 0


@pytest.mark.parametrize("count", [1, 20, 100])
def test_facets_take_two_grouped_queries_whatever_the_number(world, count, django_assert_num_queries):
    for _ in range(count):
        make_product()
    with django_assert_num_queries(2):
        facets = Facets(Narrowing(search="boots", attributes={"attr.color": AttributeWish(values=("Red",))}))
        assert facets.count == 2
        assert facets._by_term


@pytest.mark.parametrize(("age", "counted"), [(60, 5), (0, 6)])
def test_counts_are_kept_for_some_seconds(world, settings, age, counted):
    settings.SHOP_CATALOG = {"FACETS_AGE": age}
    assert Facets(Narrowing()).count == 5
    make_product()
    assert Facets(Narrowing()).count == counted
    assert Facets(Narrowing(in_stock=True)).count == 5


def test_one_reader_counts_anew_while_others_get_the_old(world, settings, monkeypatch):
    settings.SHOP_CATALOG = {"FACETS_AGE": 60}
    assert Facets(Narrowing()).count == 5
    make_product()
    later = time() + 61
    monkeypatch.setattr(facets, "time", lambda: later)
    count, meanwhile = spelling.rows, []

    def rows(build, narrowing):
        if not meanwhile:
            meanwhile.append(None)
            meanwhile[:] = [Facets(Narrowing()).count]
        return count(build, narrowing)

    monkeypatch.setattr(spelling, "rows", rows)
    assert Facets(Narrowing()).count == 6
    assert meanwhile == [5]
    assert Facets(Narrowing()).count == 6


def test_the_page_shows_them_as_filters_with_counts(world, client):
    page = client.get("/products/?attr.color=Red&attr.height.min=16").text
    assert 'name="attr.color" value="Red" class="checkbox checkbox-sm" checked' in page
    assert 'name="attr.height.min" value="16.0"' in page
    assert 'fill="#ff0000"' in page
    assert "Hiker" in page
    assert "Walker" not in page


def test_the_api_answers_them_on_demand(world, client):
    answer = client.get("/api/products/?facets=true&category=shoes").json()
    facets = answer["facets"]
    assert facets["price"] == {"min": "20.00", "max": "200.00", "currency": "EUR"}
    assert facets["categories"] == [
        {"value": "shoes/boots", "label": "Boots", "count": 3},
        {"value": "shoes/sandals", "label": "Sandals", "count": 1},
    ]
    assert {"value": "Red", "label": "Red", "count": 2, "color": "#ff0000"} in facets["attributes"][0]["values"]
    assert "facets" not in client.get("/api/products/").json()


def test_a_category_among_the_filters_keeps_the_other_wishes(world, client):
    page = client.get("/products/category/shoes/?attr.color=Red").text
    assert 'href="/products/category/shoes/boots/?attr.color=Red"' in page
    assert client.get("/products/category/shoes/boots/?attr.color=Red").context["results"].matches == 2


def test_facets_tell_the_list_how_many_were_found(world, client, django_assert_num_queries):
    client.get("/api/products/?search=boots&facets=true")  # spells the queries, and keeps the names
    cache.clear()
    with django_assert_num_queries(
        3 + 4
    ):  # the page and two counts; the names of categories, stores, attributes and their colors
        answer = client.get("/api/products/?search=boots&facets=true&page_size=1").json()
    assert answer["count"] == answer["facets"]["count"] == 3
    assert answer["next"]

"""The catalog over HTTP."""

import pytest
from django.contrib.auth.models import Permission
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient
from tests.conftest import make_user

from shop_catalog.models import Offer, Product, Seller
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.stores import open_store
from shop_catalog.sources import OfferSource
from shop_catalog.testing import make_category, make_offer, make_product

pytestmark = pytest.mark.django_db
LISTS = ["categories", "products", "product-variants", "reviews", "sellers", "stores", "store-items"]


@pytest.fixture
def api():
    return APIClient()


@pytest.fixture
def manager():
    user = make_user("manager", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_product"))
    return user


def test_name_price_and_category_make_a_product_that_can_be_bought(api, manager):
    api.force_authenticate(manager)
    wish = {"name": "Dune", "price": "12.50", "category": make_category().pk}
    answer = api.post("/api/products/", wish)
    assert answer.status_code == 201
    ref = answer.data["product_ref"]
    assert str(OfferSource().lookup([ref])[ref].price) == "12.50 EUR"
    assert answer.data["price"] == {"amount": "12.50", "currency": "EUR"}
    assert Product.objects.get(pk=answer.data["id"]).creator == manager


def test_two_products_of_one_name_get_addresses_of_their_own(api, manager):
    api.force_authenticate(manager)
    wish = {"name": "Dune", "price": {"amount": "9", "currency": "EUR"}, "category": make_category().pk, "stock": 3}
    first, second = (api.post("/api/products/", wish).data for _ in range(2))
    assert first["slug"] == "dune"
    assert second["slug"].startswith("dune-")
    assert first["in_stock"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"price": "-1"}, "price"),
        ({"price": "1.234"}, "price"),
        ({"category": 0}, "category"),
    ],
)
def test_a_wrong_field_is_named(api, manager, change, field):
    api.force_authenticate(manager)
    answer = api.post("/api/products/", {"name": "Dune", "price": "1", "category": make_category().pk, **change})
    assert answer.status_code == 400
    assert list(answer.data["errors"]) == [field]


def test_a_sku_that_is_taken_is_named(api, manager):
    make_product(sku="TAKEN")
    api.force_authenticate(manager)
    wish = {"name": "Dune", "price": "1", "category": make_category().pk, "sku": "TAKEN"}
    answer = api.post("/api/products/", wish)
    assert (answer.status_code, answer.data["code"], list(answer.data["errors"])) == (409, "sku_taken", ["sku"])


def test_only_people_with_the_right_make_products(api):
    wish = {"name": "Dune", "price": "1", "category": make_category().pk}
    assert api.post("/api/products/", wish).status_code in (401, 403)
    api.force_authenticate(make_user())
    assert api.post("/api/products/", wish).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Lamp", "Boots"]),
        ("search=lam", ["Lamp"]),
        ("ordering=price", ["Boots", "Lamp"]),
        ("max_price=10", ["Boots"]),
        ("page_size=1&page=2", ["Boots"]),
    ],
)
def test_products_are_searched_filtered_and_sorted(api, query, found):
    make_product("Boots", price="5")
    make_product("Lamp", price="15")
    results = api.get(f"/api/products/?{query}").data["results"]
    assert [product["name"] for product in results] == found


@pytest.mark.parametrize("query", ["ordering=nonsense", "min_price=x", "store=x", "min_rating=9"])
def test_a_filter_that_makes_no_sense_is_refused(api, query):
    assert api.get(f"/api/products/?{query}").status_code == 400


def test_products_of_a_category_are_those_of_its_subtree(api):
    top = make_category("Home")
    make_product("Lamp", category=make_category("Lamps", parent=top))
    make_product("Boots")
    for name in (top.pk, top.url_path):
        results = api.get("/api/products/", {"category": name}).data["results"]
        assert [product["name"] for product in results] == ["Lamp"]


def test_products_can_be_asked_for_by_their_rating(api, settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    for rating in (5, 3):
        publish_review(product=make_product(f"Rated {rating}"), author=make_user(), rating=rating)
    make_product("Unrated")
    results = api.get("/api/products/?min_rating=4").data["results"]
    assert [product["name"] for product in results] == ["Rated 5"]


def test_a_product_tells_how_many_gave_how_many_stars(api, settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    product = make_product()
    for rating in (5, 5, 1):
        publish_review(product=product, author=make_user(), rating=rating)
    answer = api.get(f"/api/products/{product.pk}/").json()
    assert answer["rating_histogram"] == {"5": 2, "4": 0, "3": 0, "2": 0, "1": 1}


def test_products_of_a_store_are_those_it_offers(api):
    seller = Seller.objects.create(name="Ann", is_approved=True)
    store = open_store(name="Ann's", seller=seller)
    make_product("Lamp", store=store)
    make_product("Boots")
    for address in (f"/api/products/?store={store.public_id}", f"/api/store-items/?store={store.public_id}"):
        assert [row["name"] for row in api.get(address).data["results"]] == ["Lamp"]


def test_a_product_names_its_variants_offers_and_pictures(api):
    offer = make_offer(name="Lamp", sku="L-1", stock=4)
    data = api.get(f"/api/products/{offer.variant.product_id}/").data
    assert data["product_ref"] == data["variants"][0]["product_ref"] == offer.ref
    assert data["variants"][0]["offers"][0]["available"] == 4
    assert data["images"] == []
    assert api.get(f"/api/store-items/{offer.public_id}/").data["sku"] == "L-1"


def test_what_is_off_sale_is_not_shown(api):
    offer = make_offer()
    Offer.objects.update(is_active=False)
    assert api.get(f"/api/store-items/{offer.public_id}/").status_code == 404


def test_a_buyer_reviews_once(api, settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    review = {"product": make_product().pk, "rating": 5, "text": "Good", "name": "Ann"}
    assert api.post("/api/reviews/", review).status_code in (401, 403)
    api.force_authenticate(make_user())
    assert api.post("/api/reviews/", review).data["name"] == "Ann"
    assert api.post("/api/reviews/", review).data["code"] == "already_reviewed"
    assert api.post("/api/reviews/", {**review, "rating": 6}).status_code == 400


def test_who_did_not_buy_is_told_so(api):
    api.force_authenticate(make_user())
    answer = api.post("/api/reviews/", {"product": make_product().pk, "rating": 5})
    assert (answer.status_code, answer.data["code"]) == (403, "not_bought")


def test_the_children_of_a_category_can_be_listed(api):
    top = make_category("Home")
    make_category("Lamps", parent=top)
    results = api.get(f"/api/categories/?parent={top.pk}").data["results"]
    assert [(row["name"], row["parent_path"]) for row in results] == [("Lamps", "home")]


def test_the_schema_has_no_gaps(recwarn, capsys):
    schema = SchemaGenerator().get_schema(request=None, public=True)
    assert not recwarn.list
    assert "warning" not in capsys.readouterr().err.lower()
    assert {f"/api/{name}/" for name in LISTS} <= schema["paths"].keys()

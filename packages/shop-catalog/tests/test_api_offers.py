"""Variants and offers are written over HTTP."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff

from shop_catalog.models import Offer, StockMovement, Store, Variant
from shop_catalog.services.offers import create_offer, set_active
from shop_catalog.services.products import add_variant
from shop_catalog.services.stock import reserve
from shop_catalog.testing import make_offer, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db
EURO = Money(100, "EUR")


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(store):
    return client_of(store.seller.user)


@pytest.fixture
def own(store):
    """An offer of the seller, of a product of their own."""
    return make_offer(name="Lamp", sku="L-1", store=store, creator=store.seller.user)


@pytest.fixture
def foreign():
    """An offer of another seller."""
    other = make_seller("Bob")
    return make_offer(name="Boots", sku="B-1", store=other, creator=other.seller.user)


def item(offer):
    return f"/api/store-items/{offer.public_id}/"


def test_a_seller_makes_changes_and_deletes_variants_of_their_products(seller, own):
    wish = {"product": own.variant.product_id, "price": "8", "stock": 2, "options": {"Size": "L"}, "sku": "L-2"}
    made = seller.post("/api/product-variants/", wish | {"name": "Large", "weight_grams": 40})
    assert made.status_code == 201
    assert (made.data["options"], made.data["sku"], made.data["name"]) == ({"Size": "L"}, "L-2", "Large")
    offer = made.data["offers"][0]
    assert (offer["price"]["amount"], offer["available"], offer["store"]["name"]) == ("8.00", 2, "Ann's")
    address = f"/api/product-variants/{made.data['id']}/"
    assert seller.patch(address, {"options": {"Size": "XL"}, "position": 0}).data["options"] == {"Size": "XL"}
    assert seller.patch(address, {"sku": "L-1"}).data["code"] == "sku_taken"
    assert seller.delete(address).status_code == 204
    assert Variant.objects.count() == 1


def test_nobody_writes_variants_of_products_that_are_not_theirs(seller, foreign):
    wish = {"product": foreign.variant.product_id, "price": "8"}
    for client in (client_of(), client_of(make_user()), seller):
        assert client.post("/api/product-variants/", wish).status_code == 403
        for method in (client.patch, client.delete):
            assert method(f"/api/product-variants/{foreign.variant_id}/", {"name": "x"}).status_code == 403
    set_active(offer=foreign, active=False)
    assert seller.patch(f"/api/product-variants/{foreign.variant_id}/", {"name": "x"}).status_code == 404
    assert list(seller.post("/api/product-variants/", wish).data["errors"]) == ["product"]


def test_a_variant_that_others_offer_stays_for_its_seller_and_goes_for_the_staff(seller, own):
    create_offer(variant=own.variant, store=make_seller("Bob"), price=EURO)
    address = f"/api/product-variants/{own.variant_id}/"
    assert seller.delete(address).data["code"] == "offered_by_others"
    assert client_of(make_staff()).delete(address).status_code == 204


def test_a_seller_offers_what_is_listed_already(seller, foreign, store):
    wish = {"product": foreign.variant.product_id, "price": "7", "stock": 5, "low_stock_threshold": 2}
    made = seller.post("/api/store-items/", wish)
    assert made.status_code == 201
    assert (made.data["store"]["id"], made.data["on_hand"], made.data["low_stock_threshold"]) == (
        str(store.public_id),
        5,
        2,
    )
    again = seller.post("/api/store-items/", {"variant": foreign.variant_id, "price": "7"})
    assert (again.status_code, again.data["code"]) == (409, "offer_exists")


def test_of_a_product_with_several_variants_one_is_named(seller, foreign):
    other = add_variant(product=foreign.variant.product, price=EURO, name="Large").variant
    answer = seller.post("/api/store-items/", {"product": other.product_id, "price": "7"})
    assert (answer.status_code, list(answer.data["errors"])) == (400, ["variant"])
    assert list(seller.post("/api/store-items/", {"price": "7"}).data["errors"]) == ["variant"]
    assert seller.post("/api/store-items/", {"variant": other.pk, "price": "7"}).status_code == 201


def test_nothing_is_offered_in_a_store_of_others(seller, own, foreign):
    wish = {"variant": own.variant_id, "price": "7", "store": str(foreign.store.public_id)}
    for client in (client_of(), client_of(make_user()), seller):
        assert client.post("/api/store-items/", wish).status_code == 403


def test_a_seller_changes_price_stock_and_activity(seller, own):
    changes = {"price": "7", "stock": 4, "is_active": False, "low_stock_threshold": None}
    changed = seller.patch(item(own), changes)
    assert changed.status_code == 200
    assert (changed.data["price"]["amount"], changed.data["on_hand"], changed.data["is_active"]) == ("7.00", 4, False)
    assert list(StockMovement.objects.order_by("pk").values_list("quantity", flat=True)) == [10, -6]
    assert seller.get(item(own)).status_code == 200
    assert client_of().get(item(own)).status_code == 404


def test_an_offer_goes_when_no_units_are_held(seller, own):
    reserve(reference="order", quantities={own.ref: 1}, expires_at=timezone.now() + timedelta(minutes=5))
    assert seller.delete(item(own)).data["code"] == "units_held"
    assert seller.patch(item(own), {"stock": 0}).data["code"] == "negative_stock"
    Offer.objects.update(reserved=0)
    own.reservations.all().delete()
    assert seller.delete(item(own)).status_code == 204
    assert seller.get(item(own)).status_code == 404


def test_nobody_changes_offers_of_others(seller, foreign):
    for client in (client_of(), client_of(make_user()), seller):
        for method in (client.patch, client.delete):
            assert method(item(foreign), {"price": "1"}).status_code == 403
    set_active(offer=foreign, active=False)
    for method in (seller.get, seller.patch, seller.delete):
        assert method(item(foreign)).status_code == 404


def test_what_is_on_the_shelf_is_for_its_seller_and_the_staff(seller, own, foreign):
    def shelves(client, query=""):
        return {row["name"]: row["on_hand"] for row in client.get(f"/api/store-items/{query}").data["results"]}

    assert shelves(client_of()) == {"Lamp": None, "Boots": None}
    assert shelves(seller) == {"Lamp": 10, "Boots": None}
    set_active(offer=own, active=False)
    assert shelves(seller) == shelves(seller, "?mine=false") == {"Boots": None}
    assert shelves(seller, "?mine=true") == {"Lamp": 10}
    assert shelves(client_of(), "?mine=true") == {}
    assert shelves(client_of(make_staff()), "?mine=true") == {"Lamp": 10, "Boots": 10}


def test_the_movements_of_an_offer_are_for_its_seller_and_the_staff(seller, own, foreign):
    seller.patch(item(own), {"stock": 4})
    for client in (seller, client_of(make_staff())):
        rows = client.get(f"{item(own)}movements/").data["results"]
        assert [(row["kind"], row["quantity"]) for row in rows] == [("adjust", -6), ("receive", 10)]
    for client in (client_of(), client_of(make_user()), seller):
        assert client.get(f"{item(foreign)}movements/").status_code == 403


def test_a_seller_who_is_no_longer_approved_looks_and_does_not_touch(seller, own):
    own.store.seller.is_approved = False
    own.store.seller.save()
    assert seller.get(item(own)).data["on_hand"] == 10
    assert seller.patch(item(own), {"price": "1"}).status_code == 403
    assert seller.post("/api/store-items/", {"variant": own.variant_id, "price": "1"}).status_code == 403


def test_the_staff_changes_any_offer_and_offers_in_the_shop(own):
    staff = client_of(make_staff())
    assert staff.patch(item(own), {"stock": 1}).data["on_hand"] == 1
    made = staff.post("/api/store-items/", {"variant": own.variant_id, "price": "1"})
    assert Store.objects.get(public_id=made.data["store"]["id"]).is_default


@pytest.mark.parametrize(
    "options", [{"Size": ["M"]}, {"": "M"}, {"\x00": "M"}, {"\ud800": "M"}, {f"{n}": "x" for n in range(11)}, "\ud800"]
)
def test_options_are_words(options):
    body = json.dumps({"product": make_product().pk, "price": "1", "options": options})
    answer = client_of(make_staff()).post("/api/product-variants/", body, content_type="application/json")
    assert (answer.status_code, list(answer.data["errors"])) == (400, ["options"])


@pytest.mark.parametrize("named", ["\ud800", "x", 5, -1, 10**40, 1e300, [], {}, True, None])
def test_what_names_no_store_is_refused_and_never_a_server_error(own, named):
    body = json.dumps({"variant": own.variant_id, "price": "1", "store": named})
    answer = client_of(make_staff()).post("/api/store-items/", body, content_type="application/json")
    assert (answer.status_code, list(answer.data["errors"])) == (400, ["store"])


def test_units_that_arrive_are_booked_once_by_the_offers_seller(seller, own, foreign):
    on_hand, note = own.on_hand, {"quantity": 4, "reference": "note-7"}
    for _again in range(2):
        answer = seller.post(f"{item(own)}receive/", note)
        assert (answer.status_code, answer.json()["on_hand"]) == (200, on_hand + 4)
    assert StockMovement.objects.filter(offer=own, reference="receipt:note-7", kind="receive").count() == 1
    assert seller.post(f"{item(foreign)}receive/", note).status_code == 403
    wrong = seller.post(f"{item(own)}receive/", {"quantity": 0})
    assert (wrong.status_code, set(wrong.json()["errors"])) == (400, {"quantity", "reference"})


@pytest.mark.parametrize(
    ("address", "status"), [(f"/api/products/{10**25}/", 404), (f"/api/store-items/?product={10**25}", 400)]
)
def test_numbers_that_no_database_has_are_refused(client, address, status):
    assert client.get(address).status_code == status


def test_the_schema_tells_that_a_price_may_be_bare():
    from drf_spectacular.generators import SchemaGenerator

    schemas = SchemaGenerator().get_schema(public=True)["components"]["schemas"]
    kinds = [each["type"] for each in schemas["NewOffer"]["properties"]["price"]["oneOf"]]
    assert kinds == ["object", "string"]
    assert schemas["StoreItem" if "StoreItem" in schemas else "Offer"]["properties"]["price"]["type"] == "object"

"""Products are written over HTTP."""

import pytest
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff

from shop_catalog.models import Offer, Product, Store
from shop_catalog.services.offers import create_offer, set_active
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


def wish(**fields):
    return {"name": "Dune", "price": "12.50", "category": make_category().pk, **fields}


def test_a_product_of_a_seller_is_offered_in_the_first_of_their_stores():
    store = make_seller()
    open_store(name="Second", seller=store.seller)
    answer = client_of(store.seller.user).post("/api/products/", wish(stock=3, options={"Size": "M"}, sku="D-1"))
    assert answer.status_code == 201
    variant = answer.data["variants"][0]
    assert (variant["options"], variant["sku"]) == ({"Size": "M"}, "D-1")
    assert variant["offers"][0]["store"]["id"] == str(store.public_id)
    assert Product.objects.get().creator == store.seller.user


def test_a_seller_names_one_of_their_stores():
    first = make_seller()
    second = open_store(name="Second", seller=first.seller)
    client_of(first.seller.user).post("/api/products/", wish(store=str(second.public_id)))
    assert Offer.objects.get().store == second


def test_a_seller_lists_nothing_in_a_store_of_others():
    other = make_seller("Bob")
    answer = client_of(make_seller().seller.user).post("/api/products/", wish(store=str(other.public_id)))
    assert answer.status_code == 403
    Store.objects.filter(pk=other.pk).update(is_open=False)
    answer = client_of(make_seller().seller.user).post("/api/products/", wish(store=str(other.public_id)))
    assert (answer.status_code, list(answer.data["errors"])) == (400, ["store"])


def test_a_seller_without_a_store_is_told_to_open_one():
    store = make_seller()
    Store.objects.update(deleted_at=store.created_at)
    answer = client_of(store.seller.user).post("/api/products/", wish())
    assert (answer.status_code, answer.data["code"]) == (409, "no_store")


def test_the_staff_offers_in_the_shop_or_in_any_store():
    staff, store = client_of(make_staff()), make_seller()
    staff.post("/api/products/", wish(is_featured=True))
    assert Offer.objects.get().store.is_default
    staff.post("/api/products/", wish(store=str(store.public_id)))
    assert store.offers.count() == 1


@pytest.mark.parametrize(
    ("who_sells", "approved", "status"),
    [
        ("approved_sellers", True, 201),
        ("approved_sellers", False, 403),
        ("any_user", True, 201),
        ("any_user", False, 403),
        ("staff", True, 403),
    ],
)
def test_who_sells_is_a_setting(settings, who_sells, approved, status):
    settings.SHOP_CATALOG = {"WHO_SELLS": who_sells}
    store = make_seller(is_approved=approved)
    assert client_of(store.seller.user).post("/api/products/", wish()).status_code == status


def test_the_price_is_in_the_currency_of_the_shop():
    answer = client_of(make_staff()).post("/api/products/", wish(price={"amount": "1", "currency": "USD"}))
    assert answer.data["errors"]["price"] == ["Prices here are in EUR."]


def test_a_seller_changes_what_they_made():
    store = make_seller()
    product = make_product("Lamp", store=store, creator=store.seller.user)
    lamps = make_category("Lamps")
    client = client_of(store.seller.user)
    changes = {"name": "Lantern", "category": lamps.pk, "description": "Bright"}
    answer = client.patch(f"/api/products/{product.pk}/", changes)
    assert answer.status_code == 200
    assert (answer.data["name"], answer.data["slug"], answer.data["category"]["id"]) == ("Lantern", "lamp", lamps.pk)
    answer = client.put(f"/api/products/{product.pk}/", {"name": "Lamp", "category": lamps.pk})
    assert (answer.data["name"], answer.data["description"]) == ("Lamp", "Bright")
    assert client.put(f"/api/products/{product.pk}/", {"name": "Lamp"}).status_code == 400


def test_a_seller_changes_and_deletes_what_they_took_off_sale():
    store = make_seller()
    product = make_product(store=store, creator=store.seller.user)
    set_active(offer=Offer.objects.get(), active=False)
    address = f"/api/products/{product.pk}/"
    client = client_of(store.seller.user)
    assert client.patch(address, {"name": "Lantern"}).data["price"] is None
    assert client_of(make_seller("Bob").seller.user).patch(address, {"name": "x"}).status_code == 404
    assert client.delete(address).status_code == 204
    assert not Product.objects.exists()


def test_only_the_staff_features_products():
    store = make_seller()
    seller = client_of(store.seller.user)
    assert seller.post("/api/products/", wish(is_featured=True)).status_code == 403
    product = make_product(store=store, creator=store.seller.user)
    assert seller.patch(f"/api/products/{product.pk}/", {"is_featured": True}).status_code == 403
    assert client_of(make_staff()).patch(f"/api/products/{product.pk}/", {"is_featured": True}).data["is_featured"]
    assert seller.patch(f"/api/products/{product.pk}/", {"is_featured": True, "name": "Dune"}).status_code == 200


@pytest.mark.parametrize("method", ["patch", "put", "delete"])
def test_nobody_writes_what_is_not_theirs(method):
    product = make_product(store=make_seller())
    for user in (None, make_user(), make_seller("Bob").seller.user, make_staff("view_product")):
        assert getattr(client_of(user), method)(f"/api/products/{product.pk}/", {"name": "x"}).status_code == 403


def test_a_seller_does_not_delete_what_others_offer():
    store = make_seller()
    product = make_product(store=store, creator=store.seller.user)
    create_offer(variant=product.variants.get(), store=make_seller("Bob"), price=Money(1, "EUR"))
    answer = client_of(store.seller.user).delete(f"/api/products/{product.pk}/")
    assert (answer.status_code, answer.data["code"]) == (409, "offered_by_others")
    assert client_of(make_staff("delete_product")).delete(f"/api/products/{product.pk}/").status_code == 204

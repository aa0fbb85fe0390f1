"""People become sellers and run their stores over HTTP."""

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff

from shop_catalog.models import Listing, Seller, Store
from shop_catalog.services.stores import close_store
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db
ANN = {"name": "Ann", "country": "DK", "about": "Lamps"}


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(store):
    return client_of(store.seller.user)


@pytest.fixture
def foreign():
    return make_seller("Bob")


def at(row, deed=""):
    kind = "sellers" if isinstance(row, Seller) else "stores"
    return f"/api/{kind}/{row.public_id}/{deed}"


@pytest.mark.parametrize(("who_sells", "is_approved"), [("approved_sellers", False), ("any_user", True)])
def test_a_person_becomes_a_seller_with_a_store_at_once(settings, who_sells, is_approved):
    settings.SHOP_CATALOG = {"WHO_SELLS": who_sells}
    user = make_user()
    answer = client_of(user).post("/api/sellers/", ANN | {"store_name": "Ann's"})
    assert (answer.status_code, answer.data["is_approved"]) == (201, is_approved)
    store = Store.objects.run_by(user).get()
    assert (store.name, str(store.seller.public_id)) == ("Ann's", answer.data["id"])
    again = client_of(user).post("/api/sellers/", ANN)
    assert (again.status_code, again.data["code"]) == (409, "already_seller")


def test_the_store_can_wait():
    assert client_of(make_user()).post("/api/sellers/", ANN).status_code == 201
    assert not Store.objects.exists()


def test_nobody_becomes_a_seller_where_only_the_staff_sells(settings):
    settings.SHOP_CATALOG = {"WHO_SELLS": "staff"}
    answer = client_of(make_user()).post("/api/sellers/", ANN)
    assert (answer.status_code, answer.data["code"]) == (403, "sellers_not_taken")
    assert client_of().post("/api/sellers/", ANN).status_code in (401, 403)


@pytest.mark.parametrize("change", [{"name": ""}, {"country": "Denmark"}, {"country": "XX"}, {"about": "x" * 2001}])
def test_what_is_wrong_with_a_seller_is_named(change):
    answer = client_of(make_user()).post("/api/sellers/", ANN | change)
    assert (answer.status_code, list(answer.data["errors"])) == (400, list(change))


def test_sellers_change_what_they_say_of_themselves_also_while_they_wait(seller, store, foreign):
    Seller.objects.update(is_approved=False)
    assert seller.patch(at(store.seller), {"about": "Lamps"}).data["name"] == "Ann"
    assert seller.get(at(store.seller)).data["about"] == "Lamps"
    assert seller.patch(at(foreign.seller), {"about": "Lamps"}).status_code == 404
    assert client_of(make_staff()).patch(at(foreign.seller), {"name": "Carl"}).data["name"] == "Carl"


def test_nobody_changes_another_seller(seller, foreign):
    assert seller.patch(at(foreign.seller), {"about": "Lamps"}).status_code == 403


def test_sellers_open_change_close_and_reopen_their_stores(seller):
    answer = seller.post("/api/stores/", {"name": "Lamps"})
    assert (answer.status_code, answer.data["slug"], answer.data["is_open"]) == (201, "lamps", True)
    lamps = Store.objects.get(slug="lamps")
    make_product("Lamp", store=lamps)
    assert seller.patch(at(lamps), {"description": "All of them"}).data["name"] == "Lamps"
    assert not seller.post(at(lamps, "close/")).data["is_open"]
    assert not Listing.objects.exists()
    assert client_of().get(at(lamps)).status_code == 404
    assert seller.get(at(lamps)).status_code == 200
    assert seller.post(at(lamps, "open/")).data["is_open"]
    assert Listing.objects.exists()


def test_one_s_own_stores_are_listed_with_those_that_are_closed(seller, store, foreign):
    close_store(store=store)
    close_store(store=foreign)
    names = [row["name"] for row in seller.get("/api/stores/?mine=true").data["results"]]
    assert names == ["Ann's"]
    assert seller.get("/api/stores/").data["results"] == []
    assert client_of().get("/api/stores/?mine=true").data["results"] == []


def test_the_staff_opens_and_changes_the_stores_of_all(store):
    staff = client_of(make_staff("add_store", "change_store"))
    answer = staff.post("/api/stores/", {"name": "Second", "seller": str(store.seller.public_id)})
    assert answer.data["seller"]["name"] == "Ann"
    assert staff.patch(at(store), {"name": "First"}).data["name"] == "First"
    assert staff.post("/api/stores/", {"name": "Nobody's"}).data["code"] == "not_seller"


def test_nobody_opens_or_changes_a_store_for_another(seller, foreign):
    wish = {"name": "Taken", "seller": str(foreign.seller.public_id)}
    assert seller.post("/api/stores/", wish).status_code == 403
    for deed in ("open/", "close/"):
        assert seller.post(at(foreign, deed)).status_code == 403
    assert seller.patch(at(foreign), {"name": "Taken"}).status_code == 403
    assert client_of(make_user()).post("/api/stores/", {"name": "Mine"}).status_code == 403


def test_stores_are_opened_only_so_often(seller, settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 1}
    assert [seller.post("/api/stores/", {"name": "Lamps"}).status_code for _ in range(2)] == [201, 429]


@pytest.mark.parametrize(
    ("who_sells", "approved", "waiting", "customer"),
    [("approved_sellers", 201, 403, 403), ("any_user", 201, 403, 201), ("staff", 403, 403, 403)],
)
def test_who_lists_products_is_for_a_setting_to_say(settings, who_sells, approved, waiting, customer):
    settings.SHOP_CATALOG = {"WHO_SELLS": who_sells}
    wish = {"name": "Lamp", "price": "5", "category": make_category().pk}
    users = [make_seller().seller.user, make_seller("Bob", is_approved=False).seller.user, make_user()]
    answers = [client_of(user).post("/api/products/", wish) for user in users]
    assert [answer.status_code for answer in answers] == [approved, waiting, customer]
    assert all(answer.data["product_ref"] for answer in answers if answer.status_code == 201)
    assert client_of(make_staff()).post("/api/products/", wish).status_code == 201


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("sellers", 201)])
def test_who_makes_categories_is_for_a_setting_to_say(settings, seller, who, status):
    settings.SHOP_CATALOG = {"WHO_CREATES_CATEGORIES": who}
    assert seller.post("/api/categories/", {"name": "Lamps"}).status_code == status
    assert client_of(make_user()).post("/api/categories/", {"name": "More"}).status_code == 403
    assert client_of(make_staff()).post("/api/categories/", {"name": "Boots"}).status_code == 201


def test_who_waits_for_approval_is_told_so(client):
    store = make_seller(is_approved=False)
    waiting = client_of(store.seller.user)
    category = make_category()
    product = make_product("Shirt", creator=store.seller.user)
    for answer in (
        waiting.post("/api/products/", {"name": "Lamp", "price": "5", "category": category.pk}),
        waiting.post("/api/stores/", {"name": "Lamps"}),
        waiting.post("/api/store-items/", {"product": product.pk, "price": "5"}),
        waiting.post("/api/product-variants/", {"product": product.pk, "price": "5"}),
        waiting.patch(f"/api/products/{product.pk}/", {"name": "Other"}),
    ):
        assert (answer.status_code, answer.data["code"]) == (403, "not_approved")
        assert "as soon as the staff has approved you" in answer.data["detail"]
    client.force_login(store.seller.user)
    page = client.post(reverse("shop_catalog_sell:product-add"), {"name": "Lamp"})
    assert page.status_code == 403

"""Nobody sells under the name of another seller, of their store or of the shop's own."""

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff

from shop_catalog.exceptions import NameTakenError
from shop_catalog.models import Seller, Store
from shop_catalog.models.folding import name_key
from shop_catalog.services.sellers import delete_seller, first_store_of, register_seller, update_seller
from shop_catalog.services.stores import default_store, open_store, update_store
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db

SAYS = "Somebody else sells here under this name, or one that looks like it. Please choose another."
ALIKE = ["Fernway Outfitters", "fernway  OUTFITTERS ", "Fern\u200bway Outfitters", "\uff26ernway Outfitters"]
ALIKE += ["F\u0435rnway Outfitt\u0435rs", "Fernway-Outfitters", "Fernw\u00e4y Outfitters", "FernwayOutfitters"]


@pytest.fixture
def fernway():
    seller = Seller.objects.create(name="Fernway Outfitters", user=make_user(), is_approved=True)
    return open_store(name="Fernway Shoes", seller=seller)


@pytest.fixture
def ann():
    return make_seller("Ann")


@pytest.mark.parametrize("name", [*ALIKE, "Fernway shoes", "our shop", "OUR  SH\u041eP"])
def test_a_name_is_taken_by_whatever_looks_like_it(fernway, ann, name):
    for write in (
        lambda: register_seller(user=make_user(), name=name),
        lambda: update_seller(seller=ann.seller, name=name, country="PL", about=""),
        lambda: open_store(name=name, seller=ann.seller),
        lambda: update_store(store=ann, name=name, description=""),
    ):
        with pytest.raises(NameTakenError) as refusal:
            write()
        assert refusal.value.errors == {"name": [SAYS]}
    assert Seller.objects.count() == 2


def test_a_new_seller_hears_which_of_the_names_is_taken(fernway):
    with pytest.raises(NameTakenError) as refusal:
        register_seller(user=make_user(), name="Bob", store_name="FERNWAY SHOES")
    assert list(refusal.value.errors) == ["store_name"]
    assert not Seller.objects.filter(name="Bob").exists()


def test_ones_own_names_are_free_and_those_of_the_deleted(fernway, ann):
    seller = register_seller(user=make_user(), name="Bob", store_name="Bob")
    update_seller(seller=seller, name="BOB", country="PL", about="")
    open_store(name="Bob", seller=seller)
    delete_seller(seller=fernway.seller)
    update_seller(seller=seller, name="Fernway Outfitters", country="PL", about="")
    Seller.objects.filter(pk=ann.seller_id).update(name="Bob")
    ann.seller.refresh_from_db()
    update_seller(seller=ann.seller, name="Bob", country="PL", about="as before")
    update_store(store=default_store(), name="Our shop!", description="")
    assert set(Seller.objects.values_list("name", flat=True)) == {"Fernway Outfitters", "Bob"}


def test_the_api_refuses_them(fernway, ann):
    client = client_of(ann.seller.user)
    answers = [
        client.patch(f"/api/sellers/{ann.seller.public_id}/", {"name": "Fernway Outfitters"}),
        client.post("/api/stores/", {"name": "Our shop"}),
        client.patch(f"/api/stores/{ann.public_id}/", {"name": "fernway shoes"}),
        client_of(make_staff()).patch(f"/api/stores/{ann.public_id}/", {"name": "fernway shoes"}),
    ]
    assert {answer.status_code for answer in answers} == {409}
    assert {answer.json()["code"] for answer in answers} == {"name_taken"}
    assert all(answer.json()["errors"] == {"name": [SAYS]} for answer in answers)


def test_the_pages_say_so_and_keep_what_was_typed(fernway, ann, client):
    client.force_login(ann.seller.user)
    for page in ("store-add", "profile"):
        form = {"name": "Fernway Shoes", "country": "PL", "about": "All I sell", "description": "All I sell"}
        answer = client.post(reverse(f"shop_catalog_sell:{page}"), form)
        assert answer.status_code == 409
        assert all(each in answer.text for each in (SAYS, "All I sell"))


def test_the_admin_refuses_them(fernway, ann, admin):
    seller = {"name": "FERNWAY shoes", "country": "PL"}
    assert SAYS in admin.post(reverse("admin:shop_catalog_seller_add"), seller).text
    change = reverse("admin:shop_catalog_seller_change", args=[ann.seller_id])
    assert SAYS in admin.post(change, seller).text
    assert admin.post(change, seller | {"name": "Anne"}).status_code == 302
    store = {"name": "our shop", "slug": "x", "seller": ann.seller_id}
    default_store()
    assert SAYS in admin.post(reverse("admin:shop_catalog_store_add"), store).text
    change = reverse("admin:shop_catalog_store_change", args=[ann.pk])
    assert SAYS in admin.post(change, store).text
    assert admin.post(change, store | {"name": "Anne"}).status_code == 302
    assert Store.objects.get(pk=ann.pk).name == "Anne"


def test_who_sells_at_once_gets_a_name_that_is_free(settings):
    settings.SHOP_CATALOG = {"WHO_SELLS": "any_user"}
    stores = [first_store_of(user=make_user()) for _ in range(3)]
    assert [store.seller.name for store in stores] == ["Private seller", "Private seller 2", "Private seller 3"]
    stores[0].soft_delete()
    assert first_store_of(user=stores[0].seller.user).name == "Private seller"


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_a_name():
    default_store()
    users = [make_user() for _ in range(6)]
    answers = run_in_threads(lambda user: register_seller(user=user, name="Fernway").name, users)
    assert sorted(map(type, answers), key=str) == sorted([str, *[NameTakenError] * 5], key=str)


def test_names_of_signs_have_keys_too():
    assert len({name_key(name) for name in ("!!!", "???", "\u65e5\u672c", "\u65e5")}) == 4

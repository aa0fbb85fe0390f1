"""Sellers choose one of thousands of categories by typing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import make_seller

from shop_catalog.models import Product
from shop_catalog.services.categories import delete_category
from shop_catalog.testing import make_categories, make_category, make_product

pytestmark = pytest.mark.django_db
ADD = reverse("shop_catalog_sell:product-add")
OPTIONS = reverse("shop_catalog_sell:category-options")


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.NoBotCheck"}


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(client, store):
    client.force_login(store.seller.user)
    return client


@pytest.fixture
def pans():
    """Home with a kitchen with pans, and a garden with pans of another kind."""
    home = make_category("Home")
    make_category("Pans", parent=make_category("Garden"))
    return make_category("Pans", parent=make_category("Kitchen", parent=home))


def post(seller, said):
    return seller.post(ADD, {"name": "Wok", "category": said, "price": "5", "stock": "1", "description": ""})


def offered(answer):
    return answer.context["categories"]


@pytest.mark.parametrize(
    "said",
    ["Home / Kitchen / Pans", "kitchen / pans", "HOME / kitchen / PANS", "home/kitchen/pans", " Kitchen / Pans "],
)
def test_it_is_named_by_its_names_or_its_address(seller, pans, said):
    assert post(seller, said).status_code == 302
    assert Product.objects.get().category == pans


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Pans", "There are several. Write which one: Home / Kitchen / Pans; Garden / Pans"),
        ("pan", "Did you mean one of these? Garden / Pans; Home / Kitchen / Pans"),
        ("Garden / Kitchen / Pans", "There is no category “Garden / Kitchen / Pans”."),
        ("Bicycles", "Type a part of its name and choose one that is offered."),
        ("", "This field is required."),
        ("Pa\x00ns", "Null characters are not allowed."),
        ("x" * 601, "at most 600"),
    ],
)
def test_what_is_not_one_of_them_is_told_and_stays_as_it_was_typed(seller, pans, said, told):
    answer = post(seller, said)
    assert answer.status_code == 422
    assert told in answer.text
    assert not Product.objects.exists()
    if said == "Pans":
        assert 'value="Pans"' in answer.text
        assert '<option value="Home / Kitchen / Pans">' in answer.text


def test_the_whole_name_is_enough_where_others_end_like_it(seller, pans):
    top = make_category("Pans")
    post(seller, "Pans")
    assert Product.objects.get().category == top


def test_what_is_deleted_is_not_offered(seller, pans):
    delete_category(category=pans)
    assert offered(seller.get(OPTIONS, {"category": "pans"})) == ["Garden / Pans"]
    assert post(seller, "Home / Kitchen / Pans").status_code == 422


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("kit", ["Home / Kitchen", "Home / Kitchen / Pans"]),
        ("home pans", ["Home / Kitchen / Pans"]),
        ("Home / Kitchen / Pans", ["Home / Kitchen / Pans"]),
        ("", ["Home", "Garden", "Garden / Pans", "Home / Kitchen", "Home / Kitchen / Pans"]),
        ("bicycle", []),
        ("pa\x00ns", ["Home", "Garden", "Garden / Pans", "Home / Kitchen", "Home / Kitchen / Pans"]),
    ],
)
def test_it_offers_what_may_be_meant(seller, pans, said, names):
    assert sorted(offered(seller.get(OPTIONS, {"category": said}))) == sorted(names)


def test_names_may_have_the_mark_between_names(seller):
    odd = make_category("Tea / Coffee", parent=make_category("Food"))
    post(seller, "Food / Tea / Coffee")
    assert Product.objects.get().category == odd


def test_the_form_of_a_product_shows_its_category(seller, store, pans):
    product = make_product("Wok", category=pans, store=store, creator=store.seller.user)
    page = reverse("shop_catalog_sell:product-edit", args=[product.pk])
    assert 'value="Home / Kitchen / Pans"' in seller.get(page).text


def test_four_thousand_categories_make_no_heavy_page(seller):
    make_categories(4000)
    with CaptureQueriesContext(connection) as queries:
        page = seller.get(ADD)
    assert len(queries) <= 10
    assert page.text.count("<option value=") == 20
    assert len(page.content) < 60_000
    with CaptureQueriesContext(connection) as queries:
        assert len(offered(seller.get(OPTIONS, {"category": "category 39"}))) == 20
    assert len(queries) <= 7


def test_only_who_sells_is_offered_any(client):
    assert client.get(OPTIONS).status_code == 302

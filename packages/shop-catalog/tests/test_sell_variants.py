"""Sellers say in which makes their products come, each with its price and stock."""

import pytest
from django.urls import reverse
from tests.people import make_seller

from shop_catalog.models import Offer, Variant
from shop_catalog.services.offers import create_offer
from shop_catalog.services.products import add_variant
from shop_catalog.testing import make_category, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.NoBotCheck"}
    settings.SHOP_CATALOG = {}


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(client, store):
    """The browser of a seller."""
    client.force_login(store.seller.user)
    return client


@pytest.fixture
def shirt(store):
    return make_product("Shirt", price="12.50", store=store, creator=store.seller.user)


def page(name, *args):
    return reverse(f"shop_catalog_sell:variant-{name}", args=[getattr(each, "pk", each) for each in args])


def medium(**changes):
    """What the form of a new variant sends."""
    return {
        "option_0": "Size",
        "value_0": "M",
        "sku": "SHIRT-M",
        "weight_grams": "180",
        "price": "13",
        "stock": "4",
    } | changes


def test_a_shirt_is_listed_in_three_sizes(seller, store):
    category = make_category("Shirts")
    listed = seller.post(
        reverse("shop_catalog_sell:product-add"),
        {"name": "Shirt", "category": "Shirts", "price": "12.50", "stock": "3"},
        follow=True,
    )
    only = Variant.objects.get()
    assert listed.redirect_chain[-1][0] == reverse("shop_catalog_sell:product-edit", args=[only.product_id])
    assert page("list", only.product) in listed.text
    assert "Say of this one which it is" in seller.get(page("list", only.product)).text
    assert 'value="12.50"' in seller.get(page("add", only.product)).text
    seller.post(page("edit", only.product, only), {"option_0": "Size", "value_0": "S"})
    assert 'value="Size"' in seller.get(page("add", only.product)).text
    for size in "ML":
        answer = seller.post(page("add", only.product), medium(value_0=size, sku=f"SHIRT-{size}"), follow=True)
        assert f"Shirt · {size} is listed in Ann&#x27;s." in answer.text
    offers = Offer.objects.filter(store=store).order_by("pk")
    assert [offer.variant.options["Size"] for offer in offers] == ["S", "M", "L"]
    last = offers.last()
    assert (last.price, last.on_hand, last.variant.weight_grams) == (Money(1300, "EUR"), 4, 180)
    assert last.variant.product.category == category
    shown = seller.get(page("list", only.product))
    assert [variant.sku for variant, _offers in shown.context["rows"]] == ["", "SHIRT-M", "SHIRT-L"]
    assert shown.text.count('name="stock"') == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"option_0": ""}, "option_0"),
        ({"value_0": ""}, "value_0"),
        ({"option_1": "size ", "value_1": "L"}, "option_1"),
        ({"value_0": "x" * 81}, "value_0"),
        ({"weight_grams": "-1"}, "weight_grams"),
        ({"sku": "x" * 65}, "sku"),
        ({"price": "-1"}, "price"),
        ({"stock": "many"}, "stock"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(seller, shirt, changes, field):
    answer = seller.post(page("add", shirt), medium(option_2="Color", value_2="Kept red") | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert 'value="Kept red"' in answer.text
    assert Variant.objects.count() == 1


def test_a_sku_that_is_taken_is_said_beside_it(seller, shirt):
    make_product("Mug", sku="SHIRT-M")
    answer = seller.post(page("add", shirt), medium())
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["sku"])
    assert 'value="180"' in answer.text


def test_a_variant_that_is_there_already_is_refused(seller, shirt):
    seller.post(page("add", shirt), medium())
    again = seller.post(page("add", shirt), medium(sku="OTHER"))
    assert again.status_code == 409
    assert "Another variant of this product is the same" in again.text
    assert 'value="OTHER"' in again.text


def test_more_rows_are_free_than_are_filled_in(seller, shirt):
    assert len(list(seller.get(page("add", shirt)).context["form"].option_rows())) == 2
    for number in range(4):
        add_variant(product=shirt, price=Money(100, "EUR"), options={f"O{number}": "x"})
    assert len(list(seller.get(page("add", shirt)).context["form"].option_rows())) == 6


def test_machines_add_nothing_and_who_adds_very_much_waits(seller, shirt, settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 1}
    assert seller.post(page("add", shirt), medium()).status_code == 302
    refused = seller.post(page("add", shirt), medium(value_0="L", sku=""))
    assert refused.status_code == 429
    assert 'value="L"' in refused.text
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.Honeypot"}
    assert "Please wait a moment" in seller.post(page("add", shirt), medium()).text
    assert Variant.objects.count() == 2


def test_a_variant_is_changed_and_deleted(seller, store, shirt):
    variant = add_variant(
        product=shirt, price=Money(100, "EUR"), store=store, options={"Size": "M", "Color": "Red"}, name="Medium"
    ).variant
    shown = seller.get(page("edit", shirt, variant))
    assert 'value="Medium"' in shown.text
    body = {"option_0": "Size", "value_0": "L", "option_1": "Color", "value_1": "", "name": "", "sku": "NEW"}
    assert seller.post(page("edit", shirt, variant), body).url == page("list", shirt)
    variant.refresh_from_db()
    assert (variant.options, variant.name, variant.sku, variant.weight_grams) == ({"Size": "L"}, "", "NEW", 0)
    assert "Delete this variant?" in seller.get(page("delete", shirt, variant)).text
    assert seller.post(page("delete", shirt, variant)).url == page("list", shirt)
    assert list(shirt.variants.values_list("sku", flat=True)) == [""]


def test_what_others_offer_too_stays(seller, shirt):
    variant = shirt.variants.get()
    create_offer(variant=variant, store=make_seller("Bob"), price=Money(900, "EUR"))
    answer = seller.post(page("delete", shirt, variant), follow=True)
    assert "Other stores offer this too" in answer.text
    assert Variant.objects.filter(pk=variant.pk).exists()


def test_a_variant_that_one_does_not_offer_can_be_sold_too(seller, shirt):
    add_variant(product=shirt, price=Money(100, "EUR"), options={"Size": "XL"})
    shown = seller.get(page("list", shirt))
    assert "You do not offer it." in shown.text
    assert reverse("shop_catalog_sell:product-sell", args=[shirt.pk]) in shown.text


def test_the_variant_of_another_product_is_not_there(seller, store, shirt):
    other = make_product("Mug", store=store, creator=store.seller.user)
    assert seller.get(page("edit", shirt, other.variants.get())).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_queries_for_any_number(seller, store, shirt, count, django_assert_max_num_queries):
    for number in range(count - 1):
        add_variant(product=shirt, price=Money(100, "EUR"), store=store, options={"Size": str(number)})
    with django_assert_max_num_queries(14):
        assert len(seller.get(page("list", shirt)).context["rows"]) == count

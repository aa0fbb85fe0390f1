"""The page of a store: who sells, and what is offered there."""

from uuid import UUID

import pytest
from django.urls import reverse
from tests.people import make_seller

from shop_catalog.models import Product, Store
from shop_catalog.services.offers import create_offer
from shop_catalog.services.sellers import suspend_seller, update_seller
from shop_catalog.services.stores import close_store, default_store, open_store, update_store
from shop_catalog.testing import make_category, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    store = make_seller()
    update_seller(seller=store.seller, name="Ann", country="DK", about="Made by hand in Aarhus.")
    return update_store(store=store, name="Ann's lamps", description="Lamps of oak.")


def shown(answer):
    return [product.name for product in answer.context["products"]]


def test_a_store_shows_who_sells_and_what_is_offered(client, store):
    make_product("Lamp", store=store)
    make_product("Mug")
    page = client.get(store.get_absolute_url())
    assert shown(page) == ["Lamp"]
    for words in ("lamps", "Lamps of oak.", "Run by Ann", "Denmark", "Made by hand in Aarhus."):
        assert words in page.text
    assert store.get_absolute_url() == f"/products/stores/{store.slug}/"


def test_it_offers_at_its_own_price(client, store):
    lamp = make_product("Lamp", price="10.00")
    offer = create_offer(variant=lamp.variants.get(), store=store, price=Money(1200, "EUR"), stock=1)
    page = client.get(store.get_absolute_url())
    assert "12.00" in page.text
    assert "10.00" not in page.text.partition('id="results"')[2]
    assert f'href="{lamp.get_absolute_url()}?offer={offer.ref}"' in page.text
    assert client.get(f"{lamp.get_absolute_url()}?offer={offer.ref}").context["offer"] == offer
    assert client.get(lamp.get_absolute_url()).context["offer"] != offer


def test_it_is_searched_narrowed_and_scrolled_as_every_list(client, store, settings):
    settings.SHOP_CATALOG = {"PAGE_SIZE": 2, "BATCH_SIZE": 2}
    chairs = make_category("Chairs")
    for number in range(5):
        make_product(f"Lamp {number}", store=store)
    make_product("Chair", store=store, category=chairs)
    make_product("Lamp of others")
    address = store.get_absolute_url()
    assert shown(client.get(address)) == ["Chair", "Lamp 4"]
    assert shown(client.get(f"{address}?page=3")) == ["Lamp 1", "Lamp 0"]
    assert shown(client.get(f"{address}?start=2&batch=2")) == ["Lamp 3", "Lamp 2"]
    assert shown(client.get(f"{address}?search=chair"))[0] == "Chair"
    narrowed = client.get(f"{address}?category={chairs.url_path}")
    assert shown(narrowed) == ["Chair"]
    assert f"?category={chairs.url_path}" in client.get(address).text
    assert shown(client.get(f"{address}?store={default_store().public_id}")) == ["Chair", "Lamp 4"]


def test_a_store_without_offers_says_so(client, store):
    assert "Nothing found" in client.get(store.get_absolute_url()).text
    shop = default_store()
    assert "Run by" not in client.get(shop.get_absolute_url()).text


@pytest.mark.parametrize("end", ["close", "suspend", "delete", "unknown"])
def test_a_store_that_does_not_sell_is_not_there(client, store, end):
    match end:
        case "close":
            close_store(store=store)
        case "suspend":
            suspend_seller(seller=store.seller)
        case "delete":
            store.soft_delete()
        case "unknown":
            store.slug = "nowhere"
    assert client.get(store.get_absolute_url()).status_code == 404


def test_cards_and_the_page_of_a_product_lead_to_its_store(client, store):
    lamp = make_product("Lamp", store=store)
    make_product("Mug")
    link = f'href="{store.get_absolute_url()}"'
    assert client.get(reverse("shop_catalog:product-list")).text.count(link) == 1
    assert link in client.get(lamp.get_absolute_url()).text
    second = open_store(name="Second", seller=store.seller)
    create_offer(variant=lamp.variants.get(), store=second, price=Money(900, "EUR"), stock=1)
    page = client.get(lamp.get_absolute_url()).text
    assert link in page
    assert f'href="{second.get_absolute_url()}"' in page
    assert link not in client.get(store.get_absolute_url()).text.partition('id="results"')[2]


def test_the_api_tells_the_address_of_a_store(client, store):
    assert client.get(f"/api/stores/{store.public_id}/").json()["url"] == store.get_absolute_url()


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_queries_for_any_number(client, store, settings, count, django_assert_max_num_queries):
    settings.SHOP_CATALOG = {"PAGE_SIZE": 100}
    category = make_category("Home")
    for _ in range(count):
        make_product(store=store, category=category)
    with django_assert_max_num_queries(16):
        assert len(shown(client.get(store.get_absolute_url()))) == count


def test_no_product_stands_in_the_way_of_stores(store):
    assert make_product("Stores").slug != "stores"
    assert Store.objects.get(slug=store.slug) == store


def test_a_product_is_shown_as_a_store_offers_it_where_it_does(store):
    make_product("Lamp", price="5.00", store=store)
    product = Product.objects.for_cards().get()
    product.show_as_in(UUID(int=0))
    assert not product.is_of_one_store
    product.show_as_in(store.public_id)
    assert product.is_of_one_store

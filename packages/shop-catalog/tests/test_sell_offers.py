"""Sellers see and change what they offer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.people import make_seller

from shop_catalog.models import Offer, StockMovement
from shop_catalog.services.offers import set_active
from shop_catalog.services.stock import adjust, commit, receive, reserve
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_offer
from shop_core.money import Money

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(name, *args):
    return reverse(f"shop_catalog_sell:offer-{name}", args=args)


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def seller(client, store):
    """The browser of a seller."""
    client.force_login(store.seller.user)
    return client


@pytest.fixture
def lamp(store):
    return make_offer(name="Lamp", sku="L-1", stock=10, store=store)


def wish(offer, **changes):
    """What the form of an offer sends."""
    return {"price": "10.00", "stock": "10", "stock_seen": "10", "is_active": "on", "low_stock_threshold": ""} | changes


def hold(offer, units):
    reserve(reference="order", quantities={offer.ref: units}, expires_at=timezone.now() + timedelta(hours=1))


def test_offers_are_found_by_words_store_and_state(seller, store, lamp):
    second = open_store(name="Second", seller=store.seller)
    boots = make_offer(name="Boots", sku="B-7", stock=1, store=second)
    mug = make_offer(name="Mug", stock=0, store=store)
    set_active(offer=lamp, active=False)
    make_offer(name="Theirs", store=make_seller("Bob"))

    def found(query=""):
        return [row.offer.variant.product.name for row in seller.get(f"{page('list')}?{query}").context["rows"]]

    assert found() == ["Mug", "Boots", "Lamp"]
    assert found("q=b-7") == found("q=BOO") == found(f"store={second.public_id}") == ["Boots"]
    assert found("show=low") == ["Boots"]
    assert found("show=sold_out") == [mug.variant.product.name]
    assert found("show=inactive") == ["Lamp"]
    assert found(f"q=x%00&store={make_seller('Carl').public_id}&show=?") == ["Mug", "Boots", "Lamp"]
    assert found("page=9") == found("page=x") == found()
    assert "Nothing found" in seller.get(f"{page('list')}?q=nowhere").text
    assert boots.pk


def test_the_list_of_who_offers_nothing_says_so(seller):
    assert "No offers yet" in seller.get(page("list")).text


def test_price_and_stock_change_in_place(seller, lamp):
    answer = seller.post(page("price-and-stock", lamp.ref), wish(lamp, price="7.50", stock="12"), headers=HTMX)
    assert answer.status_code == 200
    assert f'id="offer-{lamp.pk}"' in answer.text
    assert 'value="7.50"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    lamp.refresh_from_db()
    assert (lamp.price, lamp.on_hand) == (Money(750, "EUR"), 12)
    assert list(StockMovement.objects.values_list("kind", "quantity").order_by("pk")) == [
        ("receive", 10),
        ("adjust", 2),
    ]


def test_without_scripts_one_comes_back_to_the_same_page_of_the_list(seller, lamp):
    back = f"{page('list')}?page=1&q=lamp"
    answer = seller.post(page("price-and-stock", lamp.ref), wish(lamp, price="7", next=back))
    assert answer.url == back
    answer = seller.post(page("price-and-stock", lamp.ref), wish(lamp, price="8", next="https://evil.example/"))
    assert answer.url == page("list")
    assert Offer.objects.get().price == Money(800, "EUR")


@pytest.mark.parametrize("name", ["price-and-stock", "edit"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "-1"}, "price"),
        ({"price": "dear"}, "price"),
        ({"stock": ""}, "stock"),
        ({"stock": "9999999"}, "stock"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(seller, lamp, name, changes, field):
    answer = seller.post(page(name, lamp.ref), wish(lamp, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Offer.objects.get().price == Money(1000, "EUR")


def test_no_fewer_units_than_are_held(seller, lamp):
    hold(lamp, 4)
    answer = seller.post(page("price-and-stock", lamp.ref), wish(lamp, price="1", stock="3"), headers=HTMX)
    assert answer.status_code == 422
    assert "The stock cannot fall below what is held for orders." in answer.text
    assert 'value="3"' in answer.text
    answer = seller.post(page("edit", lamp.ref), wish(lamp, price="1", stock="3"))
    assert answer.status_code == 409
    assert "4 units of it are held for orders" in answer.text
    assert Offer.objects.values_list("price_amount", "on_hand").get() == (1000, 10)


def test_stock_that_was_sold_meanwhile_is_not_booked_back(seller, lamp):
    hold(lamp, 4)
    commit(reference="order")
    seller.post(page("price-and-stock", lamp.ref), wish(lamp, price="9"))
    assert Offer.objects.values_list("price_amount", "on_hand").get() == (900, 6)
    answer = seller.post(page("edit", lamp.ref), wish(lamp, stock="12"))
    assert answer.status_code == 409
    assert answer.context["form"].errors["stock"] == ["Meanwhile the stock has become 6. Please count again."]
    assert Offer.objects.get().on_hand == 6


def test_all_of_an_offer_changes_on_its_page(seller, lamp):
    assert 'value="10.00"' in seller.get(page("edit", lamp.ref)).text
    answer = seller.post(page("edit", lamp.ref), wish(lamp, is_active="", low_stock_threshold="5"))
    assert answer.url == page("list")
    assert Offer.objects.values_list("is_active", "low_stock_threshold").get() == (False, 5)


def test_the_ledger_of_an_offer_can_be_read(seller, lamp, django_assert_num_queries):
    for number in range(25):
        adjust(offer=lamp, on_hand=number, reference=f"count-{number}")
    with django_assert_num_queries(7):
        shown = seller.get(page("movements", lamp.ref))
    assert len(shown.context["rows"]) == 20
    assert "count-24" in shown.text
    assert "+10" in seller.get(f"{page('movements', lamp.ref)}?page=2").text
    receive(offer=lamp, quantity=1, reference="receipt:Note 7")
    seller.post(page("price-and-stock", lamp.ref), {"price": "5", "stock": "30"})
    told = seller.get(page("movements", lamp.ref)).text
    assert "Note 7" in told
    assert "counted:" not in told
    assert "receipt:" not in told
    empty = make_offer(stock=0, store=lamp.store)
    assert "Nothing yet" in seller.get(page("movements", empty.ref)).text


def test_an_offer_goes_when_nothing_of_it_is_held(seller, lamp):
    assert "To pause it" in seller.get(page("delete", lamp.ref)).text
    hold(lamp, 1)
    kept = seller.post(page("delete", lamp.ref), follow=True)
    assert "Units are held for orders" in kept.text
    commit(reference="order")
    gone = seller.post(page("delete", lamp.ref), follow=True)
    assert "Lamp is no longer offered." in gone.text
    assert not Offer.objects.exists()

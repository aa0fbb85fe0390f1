"""Offers change and go."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.people import make_seller

from shop_catalog.exceptions import ForeignCurrencyError, NegativeStockError, OfferExistsError, UnitsHeldError
from shop_catalog.models import Offer, Product, StockMovement
from shop_catalog.services.offers import create_offer, delete_offer, update_offer
from shop_catalog.services.stock import reserve
from shop_catalog.testing import make_offer
from shop_core.money import Money

pytestmark = pytest.mark.django_db


def hold(offer, *, minutes=30):
    reserve(reference="order", quantities={offer.ref: 1}, expires_at=timezone.now() + timedelta(minutes=minutes))


def test_everything_of_an_offer_changes_at_once():
    offer = make_offer(stock=10)
    offer = update_offer(offer=offer, price=Money(500, "EUR"), stock=4, is_active=False, low_stock_threshold=2)
    assert (offer.price, offer.on_hand, offer.is_active, offer.low_stock_threshold) == (Money(500, "EUR"), 4, False, 2)
    assert list(StockMovement.objects.order_by("pk").values_list("kind", "quantity")) == [
        ("receive", 10),
        ("adjust", -6),
    ]
    assert Product.objects.get().price is None


def test_what_is_not_named_stays():
    offer = update_offer(offer=make_offer(stock=10), low_stock_threshold=2)
    offer = update_offer(offer=offer, low_stock_threshold=None)
    assert (offer.price, offer.on_hand, offer.is_active, offer.low_stock_threshold) == (
        Money(1000, "EUR"),
        10,
        True,
        None,
    )


def test_no_fewer_units_are_counted_than_are_held_and_nothing_changes_then():
    offer = make_offer(stock=10)
    hold(offer)
    with pytest.raises(NegativeStockError):
        update_offer(offer=offer, price=Money(500, "EUR"), stock=0)
    assert Offer.objects.get().price == Money(1000, "EUR")


def test_a_store_offers_a_variant_once():
    offer = make_offer()
    with pytest.raises(OfferExistsError):
        create_offer(variant=offer.variant, store=offer.store, price=offer.price)


def test_a_deleted_offer_can_be_made_anew():
    offer = make_offer()
    delete_offer(offer=offer)
    assert not Offer.objects.exists()
    assert Product.objects.get().price is None
    create_offer(variant=offer.variant, store=offer.store, price=offer.price)
    assert Product.objects.get().price == offer.price


def test_an_offer_with_held_units_is_not_deleted():
    offer = make_offer()
    hold(offer)
    with pytest.raises(UnitsHeldError):
        delete_offer(offer=offer)
    assert Offer.objects.exists()


def test_a_hold_that_ran_out_does_not_keep_an_offer():
    offer = make_offer()
    hold(offer, minutes=-1)
    delete_offer(offer=offer)
    assert not Offer.objects.exists()


def test_prices_are_in_the_currency_of_the_shop():
    offer = make_offer()
    dollars = Money.of("1", "USD")
    for refused in (
        lambda: update_offer(offer=offer, price=dollars),
        lambda: create_offer(variant=offer.variant, store=make_seller(), price=dollars),
    ):
        with pytest.raises(ForeignCurrencyError) as refusal:
            refused()
        assert refusal.value.errors == {"price": ["Prices here are in EUR."]}

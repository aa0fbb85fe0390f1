"""What may and may not happen to units."""

from contextlib import closing
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from shop_catalog.exceptions import NegativeStockError, StockMovedError
from shop_catalog.inventory import OfferInventory
from shop_catalog.models import Offer, StockMovement, StockReservation
from shop_catalog.services import ledger, stock
from shop_catalog.testing import make_offer
from shop_core.exceptions import OutOfStockError
from shop_core.testing.contracts import InventoryContract
from shop_core.testing.threads import run_in_threads


def left(ref):
    return Offer.objects.with_available().get(public_id=ref).available


def soon(minutes=15):
    return timezone.now() + timedelta(minutes=minutes)


class TestOfferInventory(InventoryContract):
    def make_inventory(self):
        return OfferInventory()

    def make_stock(self, units):
        return make_offer(stock=units).ref

    def available(self, ref):
        return left(ref)


def hold(reference, offer, units, minutes=15):
    stock.reserve(reference=reference, quantities={offer.ref: units}, expires_at=soon(minutes))


def test_stock_is_the_sum_of_its_movements(db):
    offer = make_offer(stock=5)
    stock.receive(offer=offer, quantity=3, reference="delivery-1")
    stock.receive(offer=offer, quantity=3, reference="delivery-1")
    stock.adjust(offer=offer, on_hand=7, reference="count-1")
    offer.refresh_from_db()
    assert offer.on_hand == 7
    assert StockMovement.objects.filter(offer=offer).aggregate(sum=Sum("quantity"))["sum"] == 7


def test_the_ledger_tells_what_was_cancelled_from_what_came_back(db):
    offer = make_offer(stock=5)
    hold("order-1", offer, 3)
    stock.commit(reference="order-1")
    stock.restock(reference="order-1:cancelled", quantities={offer.ref: 1})
    stock.restock(reference="order-1:back", quantities={offer.ref: 1}, returned=True)
    assert list(StockMovement.objects.order_by("pk").values_list("kind", "quantity")) == [
        ("receive", 5),
        ("sell", -3),
        ("cancel", 1),
        ("return", 1),
    ]
    assert not ledger.disagreements()


def test_a_count_below_what_is_held_is_refused(db):
    offer = make_offer(stock=5)
    hold("order-1", offer, 4)
    with pytest.raises(NegativeStockError):
        stock.adjust(offer=offer, on_hand=3, reference="count-1")


def test_the_database_refuses_to_hold_more_than_there_is(db):
    offer = make_offer(stock=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(reserved=2)


def test_only_what_falls_short_is_named(db):
    plenty, scarce = make_offer(stock=9), make_offer(stock=1)
    with pytest.raises(OutOfStockError) as refusal:
        stock.reserve(reference="order-1", quantities={plenty.ref: 5, scarce.ref: 2}, expires_at=soon())
    assert refusal.value.shortages == {scarce.ref: 1}


def test_what_is_off_sale_cannot_be_held(db):
    offer = make_offer()
    Offer.objects.update(is_active=False)
    with pytest.raises(OutOfStockError) as refusal:
        stock.reserve(reference="order-1", quantities={offer.ref: 1, "nonsense": 1}, expires_at=soon())
    assert refusal.value.shortages == {offer.ref: 0, "nonsense": 0}


def test_a_released_hold_is_taken_anew_by_the_same_reference(db):
    offer = make_offer(stock=2)
    hold("order-1", offer, 2)
    stock.release(reference="order-1")
    hold("order-1", offer, 1)
    assert left(offer.ref) == 1


def test_a_hold_that_was_lost_is_not_extended(db):
    offer = make_offer(stock=2)
    hold("order-1", offer, 2, minutes=-1)
    hold("order-2", offer, 1)
    with pytest.raises(OutOfStockError):
        stock.extend(reference="order-1", expires_at=soon())


def test_a_longer_hold_is_not_shortened(db):
    offer = make_offer(stock=2)
    hold("order-1", offer, 2, minutes=60)
    stock.extend(reference="order-1", expires_at=soon(5))
    assert StockReservation.objects.get().expires_at > soon(30)


def test_tidying_changes_nothing_that_can_be_seen(db):
    offer = make_offer(stock=5)
    hold("order-1", offer, 2, minutes=-1)
    hold("order-2", make_offer(), 1)
    before = left(offer.ref)
    assert stock.release_lapsed() == 1
    offer.refresh_from_db()
    assert (offer.reserved, left(offer.ref)) == (0, before)


def test_holding_costs_as_many_queries_for_twenty_as_for_one(db, django_assert_num_queries):
    offers = [make_offer() for _ in range(21)]
    for index, group in enumerate((offers[:1], offers[1:])):
        quantities = {offer.ref: 1 for offer in group}
        with django_assert_num_queries(9):
            stock.reserve(reference=f"order-{index}", quantities=quantities, expires_at=soon())


def test_counters_that_disagree_with_the_ledger_are_found(db):
    right, wrong = make_offer(), make_offer(stock=4)
    hold("order-1", right, 1)
    assert not ledger.disagreements()
    Offer.objects.filter(pk=wrong.pk).update(on_hand=9)
    (found,) = ledger.disagreements()
    assert (found.pk, found.on_hand, found.moved, found.reserved, found.held) == (wrong.pk, 9, 4, 0, 0)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_hundred_buyers_of_fifty_units_get_exactly_fifty():
    offer = make_offer(stock=50)
    connections = BoundedSemaphore(40)  # a server has not endlessly many

    def buy(number):
        with connections, closing(connection):
            hold(f"order-{number}", offer, 1)
            stock.commit(reference=f"order-{number}")
            return True

    answers = run_in_threads(buy, range(200))
    offer.refresh_from_db()
    assert answers.count(True) == 50
    assert all(answer is True or isinstance(answer, OutOfStockError) for answer in answers)
    assert (offer.on_hand, offer.reserved) == (0, 0)
    assert StockReservation.objects.count() == 50
    assert StockMovement.objects.aggregate(sum=Sum("quantity"))["sum"] == 0
    assert not ledger.disagreements()


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_carts_of_the_same_things_in_any_order_never_block_each_other():
    offers = [make_offer(stock=20) for _ in range(4)]

    def buy(number):
        turned = offers if number % 2 else offers[::-1]
        stock.reserve(reference=f"o{number}", quantities={each.ref: 1 for each in turned}, expires_at=soon())
        (stock.commit if number % 3 else stock.release)(reference=f"o{number}")

    assert run_in_threads(buy, range(16)) == [None] * 16
    assert not ledger.disagreements()


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_the_same_order_held_by_ten_threads_is_held_once():
    offer = make_offer(stock=3)
    assert run_in_threads(lambda _: hold("order-1", offer, 2), range(10)) == [None] * 10
    assert left(offer.ref) == 1


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_lapsed_holds_are_freed_once_by_many_at_once():
    offer = make_offer(stock=10)
    for number in range(10):
        hold(f"late-{number}", offer, 1, minutes=-1)
    work = [lambda: stock.release_lapsed(), lambda: hold("new", offer, 5), lambda: stock.commit(reference="late-3")] * 3
    run_in_threads(lambda do: do(), work)
    assert not ledger.disagreements()
    assert Offer.objects.filter(pk=offer.pk, reserved__lte=F("on_hand")).exists()


@pytest.mark.django_db
def test_what_was_counted_while_units_were_sold_is_counted_again():
    offer = make_offer(stock=10)
    stock.adjust(offer=offer, on_hand=9, reference="first", seen=10)
    with pytest.raises(StockMovedError) as refusal:
        stock.adjust(offer=offer, on_hand=12, reference="second", seen=10)
    assert refusal.value.on_hand == 9
    assert refusal.value.errors["stock"] == ["Meanwhile the stock has become 9. Please count again."]


@pytest.mark.django_db
def test_holds_that_ran_out_do_not_stand_in_the_way_of_a_count():
    offer = make_offer(stock=3)
    stock.reserve(reference="order", quantities={offer.ref: 3}, expires_at=soon(-1))
    stock.adjust(offer=offer, on_hand=0, reference="count")
    assert Offer.objects.values_list("on_hand", "reserved").get() == (0, 0)

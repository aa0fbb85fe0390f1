"""The release gates of commerce, with the shop's own catalog: nothing is sold twice, and no request makes two orders."""

import pytest
from django.core.management import call_command

from shop_catalog.models import Offer
from shop_catalog.testing import make_offer
from shop_core.exceptions import OutOfStockError
from shop_core.testing.threads import run_in_threads
from shop_orders.models import Order, OrderLine
from shop_orders.services.checkout import place_order
from shop_orders.testing import ADDRESS, make_cart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def consistent():
    """Whatever happens, orders agree with themselves, and the stock with its ledger."""
    yield
    call_command("verify_orders")
    call_command("verify_stock")


def place(cart, **fields):
    return place_order(cart=cart, email="ada@example.com", shipping_address=ADDRESS, **fields)


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_two_hundred_buyers_of_fifty_units_make_fifty_orders():
    offer = make_offer(stock=50)
    answers = run_in_threads(place, [make_cart({offer.ref: 1}) for _ in range(200)])
    assert [type(refusal) for refusal in refusals(answers)] == [OutOfStockError] * 150
    assert Order.objects.count() == OrderLine.objects.count() == 50
    assert Offer.objects.get().reserved == 50


def test_two_products_in_opposite_order_block_nobody():
    one, other = make_offer(stock=10), make_offer(stock=10)
    carts = [make_cart(dict.fromkeys(refs, 1)) for refs in [(one.ref, other.ref), (other.ref, one.ref)] * 25]
    answers = run_in_threads(place, carts)
    assert [type(refusal) for refusal in refusals(answers)] == [OutOfStockError] * 40
    assert Order.objects.count() == 10


def test_a_hundred_parallel_identical_requests_make_one_order():
    cart = make_cart({make_offer().ref: 1})
    answers = run_in_threads(lambda _: place(cart, idempotency_key="click").pk, range(100))
    assert set(answers) == {Order.objects.get().pk}

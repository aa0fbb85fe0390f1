"""What must be true of all orders, looked up in a few queries."""

from collections.abc import Iterator

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from ..models import Cart, CartState, EventKind, Order, OrderEvent, OrderState


def find_inconsistencies() -> Iterator[str]:
    """Name each order or cart that contradicts itself, in a sentence."""
    yield from _sums()
    yield from _states()
    yield from _money()
    yield from _carts()


def _sums() -> Iterator[str]:
    orders = Order.all_objects.annotate(lines_amount=Coalesce(Sum("lines__total_amount"), 0))
    wrong = orders.exclude(lines_amount=F("items_amount"))
    for number, lines, items in wrong.values_list("number", "lines_amount", "items_amount"):
        yield f"Order {number}: its lines come to {lines}, but its items to {items}."
    for number in Order.all_objects.filter(lines=None).values_list("number", flat=True):
        yield f"Order {number}: it has no lines."


def _states() -> Iterator[str]:
    placed = OrderEvent.objects.filter(kind=EventKind.PLACED).values("order")
    for number in Order.all_objects.exclude(pk__in=placed).values_list("number", flat=True):
        yield f"Order {number}: nothing says when it was placed."
    pending = Order.all_objects.filter(state=OrderState.PENDING, needs_attention=False)
    for number in pending.filter(hold_expires_at=None).values_list("number", flat=True):
        yield f"Order {number}: it is pending without a hold."
    for number in pending.exclude(paid_at=None).values_list("number", flat=True):
        yield f"Order {number}: it was paid but is pending."
    cancelled = Order.all_objects.filter(state=OrderState.CANCELLED, cancel_reason="")
    for number in cancelled.values_list("number", flat=True):
        yield f"Order {number}: it was cancelled without a reason."


def _money() -> Iterator[str]:
    orders = Order.all_objects.exclude(paid_at=None).filter(paid_amount__lt=F("total_amount"))
    for number in orders.values_list("number", flat=True):
        yield f"Order {number}: it is paid, but too little was received."
    received: dict[int, int] = {}
    events = OrderEvent.objects.filter(kind=EventKind.PAYMENT_RECEIVED)
    for order_id, currency, facts in events.values_list("order_id", "order__currency", "facts"):
        if facts["currency"] == currency:
            received[order_id] = received.get(order_id, 0) + facts["amount"]
    for pk, number, amount in Order.all_objects.filter(paid_amount__gt=0).values_list("pk", "number", "paid_amount"):
        if received.get(pk, 0) != amount:
            yield f"Order {number}: it says that {amount} was received, its events say {received.get(pk, 0)}."


def _carts() -> Iterator[str]:
    for cart in Cart.objects.filter(state=CartState.ORDERED, order=None):
        yield f"Cart {cart.public_id}: it was ordered, but there is no order."

"""What must be true of all orders, looked up in a few queries."""

from collections.abc import Iterator

from django.db.models import Case, Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from ..models import (
    PROGRESS,
    Cart,
    CartState,
    Discount,
    EventKind,
    Invoice,
    InvoiceCounter,
    Order,
    OrderEvent,
    OrderLine,
    OrderState,
    SubOrder,
)


def find_inconsistencies() -> Iterator[str]:
    """Name each order or cart that contradicts itself, in a sentence."""
    yield from _sums()
    yield from _discounts()
    yield from _states()
    yield from _lines()
    yield from _sellers()
    yield from _invoices()
    yield from _money()
    yield from _carts()


def _sums() -> Iterator[str]:
    shipping_paid = Case(
        When(prices_include_tax=True, then=F("shipping_amount")),
        default=F("shipping_amount") + F("shipping_tax_amount"),
    )
    of_lines = {
        "items": (Sum(F("lines__unit_amount") * F("lines__quantity")), F("items_amount")),
        "discount": (Sum("lines__discount_amount"), F("discount_amount")),
        "tax": (Sum("lines__tax_amount"), F("tax_amount") - F("shipping_tax_amount")),
        "total": (Sum("lines__total_amount"), F("total_amount") - shipping_paid),
    }
    for what, (of_line, of_order) in of_lines.items():
        orders = Order.all_objects.annotate(lines_sum=Coalesce(of_line, 0), order_sum=of_order)
        wrong = orders.exclude(lines_sum=F("order_sum"))
        for number, lines, order in wrong.values_list("number", "lines_sum", "order_sum"):
            yield f"Order {number}: its lines come to {lines} ({what}), but the order to {order}."
    for number in Order.all_objects.filter(lines=None).values_list("number", flat=True):
        yield f"Order {number}: it has no lines."


def _discounts() -> Iterator[str]:
    orders = Order.all_objects.annotate(discounts_sum=Coalesce(Sum("discounts__off_amount"), 0))
    wrong = orders.exclude(discounts_sum=F("discount_amount"))
    for number, amount, discounts in wrong.values_list("number", "discount_amount", "discounts_sum"):
        yield f"Order {number}: {amount} were taken off, but its discounts come to {discounts}."
    counted = Count("orders", filter=Q(orders__given_back_at=None))
    miscounted = Discount.all_objects.annotate(counted=counted).exclude(uses=F("counted"))
    for name, uses, orders_with_it in miscounted.values_list("name", "uses", "counted"):
        yield f"Discount {name}: it counts {uses} uses, but {orders_with_it} orders have it."


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


def _lines() -> Iterator[str]:
    """Compare orders with what their lines say."""
    worth = F("lines__total_amount") * (F("lines__cancelled_quantity") + F("lines__returned_quantity"))
    orders = Order.all_objects.exclude(lines=None).annotate(
        own_progress=_progress("state"),
        lines_progress=Coalesce(Min(_progress("lines__state", cancelled=None)), -1),
        lines_taken_back=Sum(worth / F("lines__quantity")),
    )
    for number in orders.exclude(own_progress=F("lines_progress")).values_list("number", flat=True):
        yield f"Order {number}: its state is not that of its lines."
    alive = orders.exclude(state=OrderState.CANCELLED)
    for number in alive.exclude(taken_back_amount=F("lines_taken_back")).values_list("number", flat=True):
        yield f"Order {number}: it does not say what the units are worth that were cancelled or came back."


def _invoices() -> Iterator[str]:
    """Look for gaps in the numbers, and for orders whose papers do not say what they come to."""
    used = Invoice.objects.values("series").annotate(count=Count("pk"), last=Max("position"))
    counted = dict(InvoiceCounter.objects.values_list("series", "last"))
    for row in used:
        if not row["count"] == row["last"] == counted.get(row["series"]):
            yield f"Invoices {row['series']}: {row['count']} were issued, the last of them has number {row['last']}."
    papers = Order.all_objects.exclude(invoices=None).annotate(invoiced=Sum("invoices__total_amount"))
    sold = Case(When(state=OrderState.CANCELLED, then=Value(0)), default=F("total_amount") - F("taken_back_amount"))
    for number, invoiced in papers.exclude(invoiced=sold).values_list("number", "invoiced"):
        yield f"Order {number}: its invoices come to {invoiced}, which is not what was sold."


def _sellers() -> Iterator[str]:
    """Compare the parts of sellers with their lines, and with what the sellers are owed."""
    sold = OrderLine.objects.exclude(seller_ref="").exclude(order__paid_at=None)
    parts = SubOrder.objects.filter(order=OuterRef("order"), seller_ref=OuterRef("seller_ref"))
    for number in sold.filter(~Exists(parts)).values_list("order__number", flat=True).distinct():
        yield f"Order {number}: a seller has no part of it."
    owed = SubOrder.objects.annotate(owed_amount=Coalesce(Sum("entries__moved_amount"), 0))
    for part in owed.select_related("order").iterator():
        if part.owed_amount != part.payout.minor:
            yield f"Order {part.order}: {part.seller_ref} is owed {part.owed_amount}, but the part comes to {part.payout.minor}."


def _progress(field: str, cancelled: int | None = -1) -> Case:
    steps = [When(**{field: state}, then=Value(step)) for step, state in enumerate(PROGRESS)]
    return Case(*steps, default=Value(cancelled), output_field=IntegerField())


def _money() -> Iterator[str]:
    orders = Order.all_objects.exclude(paid_at=None).filter(paid_amount__lt=F("total_amount"))
    for number in orders.values_list("number", flat=True):
        yield f"Order {number}: it is paid, but too little was received."
    for kind, field, what in (
        (EventKind.PAYMENT_RECEIVED, "paid_amount", "received"),
        (EventKind.REFUNDED, "refunded_amount", "returned"),
    ):
        told = _told(kind)
        noted = Order.all_objects.filter(**{f"{field}__gt": 0}).values_list("pk", "number", field)
        for pk, number, amount in noted:
            if told.get(pk, 0) != amount:
                yield f"Order {number}: it says that {amount} was {what}, its events say {told.get(pk, 0)}."


def _told(kind: EventKind) -> dict[int, int]:
    """Return what the events of a kind come to, by order; other currencies do not count."""
    sums: dict[int, int] = {}
    events = OrderEvent.objects.filter(kind=kind)
    for order_id, currency, facts in events.values_list("order_id", "order__currency", "facts"):
        if facts["currency"] == currency:
            sums[order_id] = sums.get(order_id, 0) + facts["amount"]
    return sums


def _carts() -> Iterator[str]:
    for cart in Cart.objects.filter(state=CartState.ORDERED, order=None):
        yield f"Cart {cart.public_id}: it was ordered, but there is no order."

"""How single lines of an order move: for sellers who ship their part, and for units that are cancelled or come back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import MoveNotAllowedError, TooManyUnitsError
from ..models import CancelReason, EventKind, Order, OrderEvent, OrderLine, OrderState, derive_state
from ..signals import order_cancelled
from .books import take_off_the_books
from .events import record
from .mails import queue_mail, queue_seller_mails
from .states import advance, flag, lock_order, move, next_line_states, stock_reference

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

CANCELLABLE = frozenset({OrderState.PAID, OrderState.PROCESSING})
RETURNABLE = frozenset({OrderState.SHIPPED, OrderState.DELIVERED})


@transaction.atomic
def move_lines(
    *,
    order: Order,
    lines: Collection[OrderLine],
    state: OrderState,
    by: AbstractBaseUser | None = None,
    carrier: str = "",
    tracking_number: str = "",
    reason: CancelReason = CancelReason.STAFF,
) -> Order:
    """Move some lines of an order on; told twice, done once. The order follows the last of its lines.

    :param carrier: who brings what is shipped now.
    :param tracking_number: under which number.
    :param reason: kept where they are cancelled and nothing of the order is left.
    :raises MoveNotAllowedError: the table of moves knows no such move for one of them, or only money makes it.
    """
    locked = lock_order(order)
    present, wanted = list(locked.lines.order_by("pk")), {line.pk for line in lines}
    moving = [line for line in present if line.pk in wanted and line.state != state]
    if not all(state in next_line_states(line) for line in moving):
        raise MoveNotAllowedError
    if state == OrderState.CANCELLED:
        return cancel_units(order=order, units={line: line.open_quantity for line in moving}, by=by, reason=reason)
    if moving:
        advance(locked, present, moving, state, by=by, carrier=carrier, tracking_number=tracking_number)
    return locked


@transaction.atomic
def cancel_units(
    *,
    order: Order,
    units: Mapping[OrderLine, int],
    by: AbstractBaseUser | None = None,
    reason: CancelReason = CancelReason.STAFF,
    key: str = "",
) -> Order:
    """Cancel units of a paid order that have not left yet: their stock is free again, and staff are told what to refund.

    :param units: how many units of which lines.
    :param reason: kept where nothing of the order is left.
    :param key: told twice with the same key, done once.
    :raises MoveNotAllowedError: a line is not paid yet, or on its way already.
    :raises TooManyUnitsError: a line has fewer units left.
    """
    locked = lock_order(order)
    if _is_repeated(locked, EventKind.UNITS_CANCELLED, key):
        return locked
    lines = list(locked.lines.order_by("pk"))
    taken = _take_back(lines, units, "cancelled_quantity", CANCELLABLE)
    if not taken:
        return locked
    for line in lines:
        if line.cancelled_quantity == line.quantity:
            line.state = OrderState.CANCELLED
    OrderLine.objects.bulk_update(lines, ["cancelled_quantity", "state"])
    event = _record_units(locked, EventKind.UNITS_CANCELLED, lines, taken, by=by, key=key)
    conf.hook("INVENTORY").restock(stock_reference(locked, f":cancelled:{event.pk}"), _by_product(lines, taken))
    take_off_the_books(locked, lines, taken, event=event)
    after = derive_state(line.state for line in lines)
    if after != locked.state:
        if after == OrderState.CANCELLED:
            locked.cancel_reason = reason
            send_after_commit(order_cancelled, sender=Order, order=locked, reason=reason.value)
        move(locked, after, by=by)
    if locked.refund_due:
        flag(locked, "refund_due", by=by)
    queue_mail(event, "cancelled")
    if reason != CancelReason.SELLER:
        queue_seller_mails(event, "withdrawn", [line for line in lines if line.pk in taken])
    return locked


@transaction.atomic
def return_units(
    *,
    order: Order,
    units: Mapping[OrderLine, int],
    by: AbstractBaseUser | None = None,
    restock: bool = True,
    key: str = "",
) -> Order:
    """Take back units that a customer sent back: they can be sold again, and staff are told what to refund.

    :param units: how many units of which lines.
    :param restock: False: they cannot be sold again.
    :param key: told twice with the same key, done once.
    :raises MoveNotAllowedError: a line has not left yet.
    :raises TooManyUnitsError: a line has fewer units left.
    """
    locked = lock_order(order)
    if _is_repeated(locked, EventKind.UNITS_RETURNED, key):
        return locked
    lines = list(locked.lines.order_by("pk"))
    taken = _take_back(lines, units, "returned_quantity", RETURNABLE)
    if not taken:
        return locked
    OrderLine.objects.bulk_update(lines, ["returned_quantity"])
    event = _record_units(locked, EventKind.UNITS_RETURNED, lines, taken, by=by, key=key)
    if restock:
        reference = stock_reference(locked, f":returned:{event.pk}")
        conf.hook("INVENTORY").restock(reference, _by_product(lines, taken), returned=True)
    take_off_the_books(locked, lines, taken, event=event)
    if locked.refund_due:
        flag(locked, "refund_due", by=by)
    return locked


def _is_repeated(locked: Order, kind: EventKind, key: str) -> bool:
    return bool(key) and locked.events.filter(kind=kind, reference=key).exists()


def _take_back(
    lines: Collection[OrderLine], units: Mapping[OrderLine, int], field: str, states: Collection[OrderState]
) -> dict[int, int]:
    """Count the units in ``field`` of the lines, and return how many of which were wanted, by key."""
    wanted = {line.pk: count for line, count in units.items() if count > 0}
    for line in lines:
        count = wanted.get(line.pk, 0)
        if count and line.state not in states:
            raise MoveNotAllowedError
        if count > line.open_quantity:
            raise TooManyUnitsError
        setattr(line, field, getattr(line, field) + count)
    return wanted


def _record_units(
    locked: Order,
    kind: EventKind,
    lines: Collection[OrderLine],
    taken: Mapping[int, int],
    *,
    by: AbstractBaseUser | None,
    key: str,
) -> OrderEvent:
    """Add the worth of the units to what was taken back, and write down which they were."""
    amount = sum(_worth(line, taken[line.pk]) for line in lines if line.pk in taken)
    locked.taken_back_amount += amount
    locked.save(update_fields=["taken_back_amount", "updated_at"])
    units = {str(pk): count for pk, count in taken.items()}
    return record(locked, kind, by=by, reference=key, units=units, amount=amount, currency=locked.currency)


def _worth(line: OrderLine, count: int) -> int:
    """Return the worth of the units taken back last: all deeds together give the line's total, to the last minor unit."""
    gone = line.cancelled_quantity + line.returned_quantity
    return line.worth_of(gone) - line.worth_of(gone - count)


def _by_product(lines: Collection[OrderLine], taken: Mapping[int, int]) -> dict[str, int]:
    return {line.product_ref: taken[line.pk] for line in lines if line.pk in taken}

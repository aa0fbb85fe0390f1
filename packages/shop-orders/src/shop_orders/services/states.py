"""How an order and its lines move from state to state: one row lock, one table of moves, one event, stock moved exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import MoveNotAllowedError
from ..models import ALLOWED, CancelReason, EventKind, Order, OrderEvent, OrderLine, OrderState, Shipment, derive_state
from ..signals import order_cancelled, order_state_changed
from .books import take_off_the_books
from .events import record
from .mails import queue_mail, queue_seller_mails
from .redemption import give_discounts_back
from .sub_orders import follow_lines

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

BY_HAND = frozenset({OrderState.PROCESSING, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.CANCELLED})
"""Where staff and sellers may move things to; only money makes them paid."""


MAILED = frozenset({OrderState.SHIPPED, OrderState.DELIVERED})
"""Moves of lines of which the customer is told by mail; the others have mails of their own, or none."""


def lock_order(order: Order) -> Order:
    """Return the order as it is now, locked until the end of the transaction, which must begin with this write."""
    Order.all_objects.filter(pk=order.pk).update(updated_at=timezone.now())
    locked: Order = Order.all_objects.get(pk=order.pk)
    return locked


def next_states(order: Order, *, staff: bool) -> list[OrderState]:
    """Return where the order may be moved to by hand: by staff, or by the customer, who may cancel before paying.

    What has left in part can only be cancelled in part.
    """
    state = OrderState(order.state)
    if not staff:
        return [OrderState.CANCELLED] if state == OrderState.PENDING and order.paid_amount == 0 else []
    states = _in_order(ALLOWED[state] & BY_HAND)
    if OrderState.CANCELLED in states and not _can_be_cancelled(order):
        states.remove(OrderState.CANCELLED)
    return states


def next_line_states(line: OrderLine) -> list[OrderState]:
    """Return where staff, or its seller, may move a line; what is not paid is left to its order."""
    state = OrderState(line.state)
    return [] if state == OrderState.PENDING else _in_order(ALLOWED[state] & BY_HAND)


@transaction.atomic
def change_state(
    *,
    order: Order,
    state: OrderState,
    by: AbstractBaseUser | None = None,
    carrier: str = "",
    tracking_number: str = "",
) -> Order:
    """Move an order on, with all lines that have not come so far; told twice, done once.

    :param carrier: who brings what is shipped now.
    :param tracking_number: under which number.
    :raises MoveNotAllowedError: the table of moves knows no such move, or only money makes it.
    """
    if state == OrderState.CANCELLED:
        return cancel_order(order=order, by=by, reason=CancelReason.STAFF)
    locked = lock_order(order)
    if locked.state == state:
        return locked
    if state not in BY_HAND or not locked.can_move_to(state):
        raise MoveNotAllowedError
    lines = list(locked.lines.order_by("pk"))
    behind = [line for line in lines if line.state == locked.state]
    advance(locked, lines, behind, state, by=by, carrier=carrier, tracking_number=tracking_number)
    return locked


@transaction.atomic
def cancel_order(*, order: Order, reason: CancelReason, by: AbstractBaseUser | None = None) -> Order:
    """Cancel an order and give its stock back; told twice, done once. Money that had arrived is for staff to return.

    :raises MoveNotAllowedError: the order is on its way, was paid and is not cancelled by staff, or its hold still runs.
    """
    locked = lock_order(order)
    if locked.state == OrderState.CANCELLED:
        return locked
    if not _may_cancel(locked, reason):
        raise MoveNotAllowedError
    left = {line.pk: line.open_quantity for line in locked.lines.all()}
    _give_back(locked)
    locked.cancel_reason = reason
    locked.hold_expires_at = None
    locked.lines.exclude(state=OrderState.CANCELLED).update(
        state=OrderState.CANCELLED, cancelled_quantity=F("quantity")
    )
    event = move(locked, OrderState.CANCELLED, by=by, reason=reason.value)
    if locked.paid_at:
        lines = list(locked.lines.order_by("pk"))
        take_off_the_books(locked, lines, left, event=event)
        queue_seller_mails(event, "withdrawn", [line for line in lines if left[line.pk]])
    if locked.refund_due:
        flag(locked, "refund_due", by=by)
    send_after_commit(order_cancelled, sender=Order, order=locked, reason=reason.value)
    queue_mail(event, "cancelled")
    return locked


def advance(
    locked: Order,
    lines: Sequence[OrderLine],
    moving: Sequence[OrderLine],
    state: OrderState,
    *,
    by: AbstractBaseUser | None,
    carrier: str = "",
    tracking_number: str = "",
) -> OrderEvent:
    """Write the move of some of a locked order's lines, and of the order where they were the last to come so far."""
    facts: dict[str, Any] = {} if len(moving) == len(lines) else {"lines": [line.pk for line in moving]}
    shipment = None
    if state == OrderState.SHIPPED:
        shipment = Shipment.objects.create(order=locked, carrier=carrier, tracking_number=tracking_number)
        facts["shipment"] = shipment.pk
    before = locked.state if not moving else moving[0].state
    for line in moving:
        line.state = state
        line.shipment = shipment or line.shipment
    OrderLine.objects.bulk_update(moving, ["state", "shipment"])
    after = derive_state(line.state for line in lines) if lines else state
    if after != locked.state:
        event = move(locked, after, by=by, **facts)
    else:
        event = record(locked, EventKind.LINES_MOVED, by=by, before=before, after=state, **facts)
    follow_lines(locked, lines, event=event)
    if moving and state in MAILED:
        queue_mail(event, state)
    return event


def move(locked: Order, state: OrderState, *, by: AbstractBaseUser | None = None, **facts: Any) -> OrderEvent:
    """Write a move of a locked order, with its event and its signal."""
    before, locked.state = locked.state, state
    locked.save()
    event = record(locked, EventKind.STATE_CHANGED, by=by, before=before, after=state, **facts)
    send_after_commit(order_state_changed, sender=Order, order=locked, before=str(before), after=str(state))
    return event


def flag(locked: Order, reason: str, *, by: AbstractBaseUser | None = None) -> None:
    """Lay a locked order before the staff."""
    locked.needs_attention = True
    locked.save(update_fields=["needs_attention", "updated_at"])
    record(locked, EventKind.ATTENTION, by=by, reason=reason)


@transaction.atomic
def settle_order(*, order: Order, by: AbstractBaseUser | None = None) -> Order:
    """Note that staff have dealt with what needed attention; told twice, done once."""
    locked = lock_order(order)
    if locked.needs_attention:
        locked.needs_attention = False
        locked.save(update_fields=["needs_attention", "updated_at"])
        record(locked, EventKind.ATTENTION, by=by, reason="settled")
    return locked


def stock_reference(order: Order, suffix: str = "") -> str:
    """Return the name under which the inventory keeps the order's units."""
    return f"order:{order.number}{suffix}"


def _in_order(states: frozenset[OrderState]) -> list[OrderState]:
    return sorted(states, key=list(OrderState).index)


def _can_be_cancelled(order: Order) -> bool:
    alive = [line for line in order.lines.all() if line.state != OrderState.CANCELLED]
    return all(line.can_move_to(OrderState.CANCELLED) for line in alive)


def _may_cancel(locked: Order, reason: CancelReason) -> bool:
    if reason == CancelReason.EXPIRED and (locked.hold_expires_at is None or locked.hold_expires_at > timezone.now()):
        return False
    return OrderState.CANCELLED in next_states(locked, staff=reason == CancelReason.STAFF)


def _give_back(locked: Order) -> None:
    inventory = conf.hook("INVENTORY")
    if locked.state == OrderState.PENDING:
        inventory.release(stock_reference(locked))
        give_discounts_back(order=locked)
        return
    left = {line.product_ref: line.open_quantity for line in locked.lines.all() if line.open_quantity}
    inventory.restock(stock_reference(locked, ":cancelled"), left)

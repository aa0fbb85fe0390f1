"""How an order moves from state to state: one row lock, one table of moves, one event, stock moved exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import MoveNotAllowedError
from ..models import ALLOWED, CancelReason, EventKind, Order, OrderState
from ..signals import order_cancelled, order_state_changed
from .events import record

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

BY_STAFF = frozenset({OrderState.PROCESSING, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.CANCELLED})
"""Where staff may move an order to by hand; only money makes it paid."""


def lock_order(order: Order) -> Order:
    """Return the order as it is now, locked until the end of the transaction, which must begin with this write."""
    Order.all_objects.filter(pk=order.pk).update(updated_at=timezone.now())
    locked: Order = Order.all_objects.get(pk=order.pk)
    return locked


def next_states(order: Order, *, staff: bool) -> list[OrderState]:
    """Return where the order may be moved to by hand: by staff, or by the customer, who may cancel before paying."""
    state = OrderState(order.state)
    if staff:
        return sorted(ALLOWED[state] & BY_STAFF, key=list(OrderState).index)
    return [OrderState.CANCELLED] if state == OrderState.PENDING and order.paid_amount == 0 else []


@transaction.atomic
def change_state(*, order: Order, state: OrderState, by: AbstractBaseUser | None = None) -> Order:
    """Move an order on; told twice, done once.

    :raises MoveNotAllowedError: the table of moves knows no such move, or only money makes it.
    """
    if state == OrderState.CANCELLED:
        return cancel_order(order=order, by=by, reason=CancelReason.STAFF)
    locked = lock_order(order)
    if locked.state == state:
        return locked
    if state not in BY_STAFF or not locked.can_move_to(state):
        raise MoveNotAllowedError
    move(locked, state, by=by)
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
    _give_back(locked)
    locked.cancel_reason = reason
    locked.hold_expires_at = None
    move(locked, OrderState.CANCELLED, by=by, reason=reason.value)
    if locked.paid_amount:
        flag(locked, "refund_due", by=by)
    send_after_commit(order_cancelled, sender=Order, order=locked, reason=reason.value)
    return locked


def move(locked: Order, state: OrderState, *, by: AbstractBaseUser | None = None, **facts: str) -> None:
    """Write a move of a locked order, with its event and its signal."""
    before, locked.state = locked.state, state
    locked.save()
    record(locked, EventKind.STATE_CHANGED, by=by, before=before, after=state, **facts)
    send_after_commit(order_state_changed, sender=Order, order=locked, before=str(before), after=str(state))


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


def _may_cancel(locked: Order, reason: CancelReason) -> bool:
    if reason == CancelReason.EXPIRED and (locked.hold_expires_at is None or locked.hold_expires_at > timezone.now()):
        return False
    return OrderState.CANCELLED in next_states(locked, staff=reason == CancelReason.STAFF)


def _give_back(locked: Order) -> None:
    inventory = conf.hook("INVENTORY")
    if locked.state == OrderState.PENDING:
        inventory.release(stock_reference(locked))
    else:
        quantities = dict(locked.lines.values_list("product_ref", "quantity"))
        inventory.restock(stock_reference(locked, ":cancelled"), quantities)

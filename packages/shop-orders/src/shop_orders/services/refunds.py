"""Money that went back to a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from shop_core.money import Money

from ..models import EventKind, Order
from .events import record
from .mails import queue_mail
from .states import flag, lock_order

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@transaction.atomic
def record_refund(*, order: Order, amount: Money, reference: str, by: AbstractBaseUser | None = None) -> Order:
    """Note that money went back; told twice with one reference, done once.

    It is a fact that the provider, or the staff, tell: what cannot be (more than was received, another currency) is kept
    on record and laid before the staff.
    """
    locked = lock_order(order)
    if locked.events.filter(kind=EventKind.REFUNDED, reference=reference).exists():
        return locked
    event = record(
        locked, EventKind.REFUNDED, by=by, reference=reference, amount=amount.minor, currency=amount.currency
    )
    if amount.currency != locked.currency:
        flag(locked, "refunded_in_another_currency", by=by)
        return locked
    locked.refunded_amount += amount.minor
    locked.save(update_fields=["refunded_amount", "updated_at"])
    if locked.refunded_amount > locked.paid_amount:
        flag(locked, "refunded_too_much", by=by)
    queue_mail(event, "refunded")
    return locked

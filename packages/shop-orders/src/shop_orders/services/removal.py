"""How staff take an order out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ..models import EventKind, Order
from .events import record
from .states import lock_order

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@transaction.atomic
def delete_order(*, order: Order, by: AbstractBaseUser | None = None) -> None:
    """Delete an order softly; told twice, done once. It keeps its state, its stock and its money."""
    locked = lock_order(order)
    if not locked.is_deleted:
        locked.soft_delete()
        record(locked, EventKind.DELETED, by=by)

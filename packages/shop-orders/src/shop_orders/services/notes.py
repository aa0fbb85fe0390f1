"""The notes of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..models import Order, OrderNote

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def add_note(*, order: Order, text: str, by: AbstractBaseUser | None = None) -> OrderNote:
    """Write a note about an order, for staff alone."""
    return OrderNote.objects.create(order=order, text=text, author=cast(Any, by))

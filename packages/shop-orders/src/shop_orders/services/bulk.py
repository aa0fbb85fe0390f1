"""Many orders at once: each moves by itself, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shop_core.exceptions import ShopError

from ..models import Order, OrderState
from .states import change_state

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(kw_only=True)
class Outcome:
    """Which orders moved, and why others did not, by number."""

    moved: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def move_orders(*, orders: Iterable[Order], state: OrderState, by: AbstractBaseUser | None = None) -> Outcome:
    """Move each of the orders, in a transaction of its own; one that cannot be moved stops no other."""
    outcome = Outcome()
    for order in orders:
        try:
            change_state(order=order, state=state, by=by)
        except ShopError as refusal:
            outcome.refused[order.number] = str(refusal)
        else:
            outcome.moved.append(order.number)
    return outcome

"""The history of an order, written in the transaction of what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..models import EventKind, Order, OrderEvent, OrderState

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def record(
    order: Order,
    kind: EventKind,
    *,
    by: AbstractBaseUser | None = None,
    before: OrderState | str = "",
    after: OrderState | str = "",
    reference: str = "",
    **facts: Any,
) -> OrderEvent:
    """Write down what happened to an order."""
    return OrderEvent.objects.create(
        order=order,
        kind=kind,
        actor=cast(Any, by),
        before=before,
        after=after,
        reference=reference,
        facts=facts,
    )

"""The history of an order, written in the transaction of what happened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from ..broadcast import announce
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
    """Write down what happened to an order, and let open pages know once it is committed."""
    event: OrderEvent = OrderEvent.objects.create(
        order=order,
        kind=kind,
        actor=cast(Any, by),
        before=before,
        after=after,
        reference=reference,
        facts=facts,
    )
    transaction.on_commit(partial(announce, order.number))
    return event

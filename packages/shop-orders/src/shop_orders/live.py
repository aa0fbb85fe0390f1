"""What an open page is told of an order: enough to know that it has changed, and nothing that its reader may not see."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest

from .access import key_fits, may_see, seller_refs_of
from .models import Order, OrderEvent, OrderState, derive_state


def frame_of(request: HttpRequest, number: str) -> dict[str, Any] | None:
    """Return the present state of an order, or of a seller's part of it; None: who asks may not see it."""
    version = version_of(number)  # first: what happens from here on makes another frame
    order: Order | None = Order.objects.prefetch_related("lines").filter(number=number).first()
    if order is None:
        return None
    state = order.state
    if not may_see(request, order) and not (order.user_id is None and key_fits(order, request.GET.get("key", ""))):
        refs = seller_refs_of(request) if order.paid_at else ()
        own = [line.state for line in order.lines.all() if line.seller_ref and line.seller_ref in refs]
        if not own:
            return None
        state = derive_state(own)
    label = str(OrderState(state).label)
    return {"type": "order", "number": number, "version": version, "state": state, "label": label}


def version_of(number: str) -> int:
    """Return a number that grows with whatever happens to the order."""
    version: int = OrderEvent.objects.filter(order__number=number).aggregate(last=Max("pk"))["last"] or 0
    return version

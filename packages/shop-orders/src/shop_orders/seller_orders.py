"""The `SellerOrders` of orders: what was sold for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse

from shop_core.contracts import PostalAddress, SoldLine

from .models import OrderLine, OrderState

OVER = frozenset({OrderState.DELIVERED, OrderState.CANCELLED})
"""Where nothing has to be sent any more, and no seller needs an address."""


class OrderLinesOfSellers:
    """The lines of orders that were paid, also of those cancelled since, so that nobody sends what nobody wants."""

    def lines(self, seller_ref: str, *, start: int, stop: int) -> Sequence[SoldLine]:
        lines = _sold(seller_ref).select_related("order").order_by("-order__paid_at", "-pk")
        return [_told(line) for line in lines[start:stop]]

    def count(self, seller_ref: str, *, limit: int | None) -> int:
        lines = _sold(seller_ref).values("pk")
        return (lines if limit is None else lines[:limit]).count()


def _sold(seller_ref: str) -> QuerySet[OrderLine]:
    if not seller_ref:  # the shop's own
        return OrderLine.objects.none()
    return OrderLine.objects.filter(seller_ref=seller_ref, order__paid_at__isnull=False, order__deleted_at=None)


def _told(line: OrderLine) -> SoldLine:
    order = line.order
    assert order.paid_at  # noqa: S101 - only such are asked for
    return SoldLine(
        order_number=order.number,
        paid_at=order.paid_at,
        product_ref=line.product_ref,
        name=line.name,
        sku=line.sku,
        attributes=line.attributes,
        quantity=line.quantity,
        total=line.total,
        state=line.get_state_display(),
        is_cancelled=line.state == OrderState.CANCELLED,
        ship_to=ship_to(line),
        url=reverse("shop_orders:sale-detail", args=[order.number]),
    )


def ship_to(line: OrderLine) -> PostalAddress | None:
    """Return where a line goes, without a telephone; None where nothing has to be sent any more, or the address was erased."""
    address = None if line.state in OVER else line.order.shipping_address
    return address and replace(address, phone="")

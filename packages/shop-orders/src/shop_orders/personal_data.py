"""The `PersonalData` of carts and orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .exceptions import OrdersUnderWayError
from .models import CancelReason, Cart, CartLine, Order, OrderNote, OrderState, Shipment
from .services.states import cancel_order

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

UNDER_WAY = [OrderState.PAID, OrderState.PROCESSING, OrderState.SHIPPED]


class OrderPersonalData:
    """A person's orders and cart. Orders stay for the books, without anything that names the person."""

    def export(self, user: AbstractBaseUser) -> Mapping[str, object]:
        orders = Order.all_objects.for_customer(user).order_by("pk").prefetch_related("lines", "shipments")
        lines = CartLine.objects.filter(cart__in=Cart.objects.open().for_user(user)).order_by("pk")
        return {
            "orders.json": [self._order(order) for order in orders],
            "cart.json": list(lines.values("product_ref", "quantity")),
        }

    def erase(self, user: AbstractBaseUser) -> None:
        """Erase what names the person, also in orders placed as a guest; what is on its way needs the address until it has arrived.

        :raises OrdersUnderWayError: some orders are under way; all else is erased.
        """
        Cart.objects.for_user(user).delete()
        for order in Order.all_objects.about(user).filter(state=OrderState.PENDING, paid_amount=0):
            cancel_order(order=order, reason=CancelReason.CUSTOMER)
        orders = Order.all_objects.about(user)
        over = orders.exclude(state__in=UNDER_WAY)
        OrderNote.objects.filter(order__in=over).delete()
        Shipment.objects.filter(order__in=over).update(tracking_number="")
        over.update(
            user=None,
            email="",
            shipping_address_data={},
            billing_address_data={},
            updated_at=timezone.now(),
        )
        if orders.exists():
            raise OrdersUnderWayError

    def _order(self, order: Order) -> dict[str, Any]:
        return {
            "number": order.number,
            "state": order.state,
            "placed_at": order.created_at.isoformat(),
            "email": order.email,
            "shipping_address": order.shipping_address_data,
            "billing_address": order.billing_address_data,
            "total": str(order.total),
            "lines": [
                {"name": line.name, "quantity": line.quantity, "total": str(line.total)} for line in order.lines.all()
            ],
            "shipments": [
                {"carrier": shipment.carrier, "tracking_number": shipment.tracking_number}
                for shipment in order.shipments.all()
            ],
        }

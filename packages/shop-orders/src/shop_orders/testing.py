"""For the tests of projects that use shop-orders: carts and orders with few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shop_core.contracts import PostalAddress

from .models import Cart, EventKind, Order, OrderLine, OrderState, ShippingMethod
from .services.numbering import new_number

ADDRESS = PostalAddress(
    name="Anna Nowak", line1="Lindenstraße 1", city="Berlin", postal_code="10115", country="DE", phone=""
)


def make_cart(lines: dict[str, int] | None = None, **fields: Any) -> Cart:
    """Return an open cart in EUR with units of products, by reference."""
    cart = Cart.objects.create(**{"currency": "EUR", **fields})
    for product_ref, quantity in (lines or {}).items():
        cart.lines.create(product_ref=product_ref, quantity=quantity)
    return cart


def make_shipping_method(**fields: Any) -> ShippingMethod:
    """Return a shipping method for 4.90 EUR."""
    method: ShippingMethod = ShippingMethod.objects.create(
        **{"name": "Standard", "price_amount": 490, "currency": "EUR", **fields}
    )
    return method


def make_order(*, lines: int = 1, quantity: int = 1, sellers: Sequence[str] = ("",), **fields: Any) -> Order:
    """Return an order as it is kept: pending, held for a quarter of an hour, each line one unit for 12.50 EUR.

    :param quantity: the units of each line.
    :param sellers: the references of the sellers of the lines, in turn.
    """
    state = fields.get("state", OrderState.PENDING)
    total = 1250 * quantity * lines
    is_paid = state not in (OrderState.PENDING, OrderState.CANCELLED)
    defaults = {
        "number": new_number(),
        "email": "anna@example.com",
        "shipping_address_data": asdict(ADDRESS),
        "billing_address_data": asdict(ADDRESS),
        "items_amount": total,
        "total_amount": total,
        "paid_amount": total if is_paid else 0,
        "paid_at": timezone.now() if is_paid else None,
        "hold_expires_at": timezone.now() + timedelta(minutes=15) if state == OrderState.PENDING else None,
        "currency": "EUR",
    }
    order: Order = Order.objects.create(**{**defaults, **fields})
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            product_ref=f"product-{number}",
            group_ref=f"group-{number}",
            name=f"Product {number}",
            unit_amount=1250,
            quantity=quantity,
            total_amount=1250 * quantity,
            currency="EUR",
            seller_ref=sellers[number % len(sellers)],
            seller_name=sellers[number % len(sellers)].title(),
            state=state,
            cancelled_quantity=quantity if state == OrderState.CANCELLED else 0,
        )
        for number in range(lines)
    )
    order.events.create(kind=EventKind.PLACED, after=OrderState.PENDING)
    return order

"""From a cart to an order, exactly once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from shop_core.contracts import PostalAddress
from shop_core.exceptions import OutOfStockError
from shop_core.money import Money
from shop_core.signals import send_after_commit
from shop_core.tasks import queue_after_commit

from ..conf import conf
from ..exceptions import (
    CartClosedError,
    EmptyCartError,
    IdempotencyConflictError,
    NotForSaleError,
    PriceChangedError,
)
from ..models import Cart, CartState, EventKind, Order, OrderLine, OrderState, ShippingMethod
from ..signals import order_placed
from ..tasks import mail_order
from .events import record
from .numbering import new_number
from .pricing import PricedLine, Quote, quote
from .states import stock_reference

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def place_order(
    *,
    cart: Cart | None,
    email: str,
    shipping_address: PostalAddress,
    billing_address: PostalAddress | None = None,
    shipping_method: ShippingMethod | None = None,
    user: AbstractBaseUser | None = None,
    idempotency_key: str = "",
    expected_items: Money | None = None,
    origin: str = "",
) -> Order:
    """Make a pending order of a cart, and hold its stock; all of it or nothing.

    :param cart: None where there is no open cart: then only a repeated request is answered.
    :param billing_address: None: the shipping address.
    :param shipping_method: None: the cheapest that serves the country.
    :param idempotency_key: the same key with the same request answers the order it made before.
    :param expected_items: what the buyer saw the goods cost.
    :param origin: scheme and host for the links in the order's mails, such as ``https://shop.example``.
    :raises EmptyCartError: there is nothing in the cart.
    :raises CartClosedError: the cart was ordered or merged.
    :raises IdempotencyConflictError: the key came with another request before.
    :raises NotForSaleError: a product cannot be bought any more.
    :raises OutOfStockError: there are fewer units than wanted.
    :raises NoShippingError: nothing ships there.
    :raises PriceChangedError: the goods cost something else than the buyer saw.
    """
    billing_address = billing_address or shipping_address
    order = Order(
        number=new_number(),
        user=cast(Any, user),
        email=email,
        shipping_address_data=asdict(shipping_address),
        billing_address_data=asdict(billing_address),
        hold_expires_at=timezone.now() + conf.options.HOLD,
        language=get_language() or "",
        origin=origin,
        idempotency_key=_scoped_key(idempotency_key, user, email),
        request_hash=_request_hash(email, shipping_address, billing_address, shipping_method),
    )
    if placed := _placed_before(order):
        return placed
    if cart is None:
        raise EmptyCartError
    try:
        _place(order, cart, shipping_method, expected_items)
    except (CartClosedError, IntegrityError):  # a parallel request may have been this one
        if placed := _placed_before(order):
            return placed
        raise
    return order


@transaction.atomic
def _place(order: Order, cart: Cart, shipping_method: ShippingMethod | None, expected_items: Money | None) -> None:
    closed = Cart.objects.open().filter(pk=cart.pk).update(state=CartState.ORDERED, updated_at=timezone.now())
    if not closed:
        raise CartClosedError
    cart.refresh_from_db()
    priced = _quote(cart, order, shipping_method)
    if expected_items is not None and priced.items != expected_items:
        raise PriceChangedError
    order.cart = cart
    order.currency = priced.items.currency
    order.items, order.shipping, order.total = priced.items, priced.shipping, priced.total
    if priced.shipping_offer:
        order.shipping_method = priced.shipping_offer.method
        order.shipping_name = priced.shipping_offer.method.name
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(_snapshot(order, entry) for entry in priced.lines)
    _reserve(order, priced.lines)
    record(order, EventKind.PLACED, by=order.user, after=OrderState.PENDING)
    send_after_commit(order_placed, sender=Order, order=order)
    queue_after_commit(mail_order, order.pk, "placed")


def _quote(cart: Cart, order: Order, shipping_method: ShippingMethod | None) -> Quote:
    lines = list(cart.lines.order_by("pk"))
    if not lines:
        raise EmptyCartError
    priced = quote(
        lines,
        buyer=order.user,
        country=order.shipping_address_data["country"],
        shipping_method=shipping_method,
        currency=cart.currency,
    )
    if priced.gone:
        raise NotForSaleError
    if short := {entry.line.product_ref: entry.most for entry in priced.lines if entry.is_short}:
        raise OutOfStockError(short)
    return priced


def _reserve(order: Order, lines: Sequence[PricedLine]) -> None:
    quantities = {entry.line.product_ref: entry.line.quantity for entry in lines}
    conf.hook("INVENTORY").reserve(stock_reference(order), quantities, expires_at=order.hold_expires_at)


def _snapshot(order: Order, entry: PricedLine) -> OrderLine:
    product = entry.product
    return OrderLine(
        order=order,
        product_ref=product.ref,
        group_ref=product.group_ref,
        name=product.name,
        sku=product.sku,
        attributes=dict(product.attributes),
        unit_amount=product.price.minor,
        quantity=entry.line.quantity,
        total_amount=entry.total.minor,
        currency=entry.total.currency,
        seller_ref=product.seller_ref,
        seller_name=product.seller_name,
        image_url=product.image_url,
        url=product.url,
    )


def _placed_before(order: Order) -> Order | None:
    if not order.idempotency_key:
        return None
    placed: Order | None = Order.all_objects.filter(idempotency_key=order.idempotency_key).first()
    if placed is not None and placed.request_hash != order.request_hash:
        raise IdempotencyConflictError
    return placed


def _scoped_key(key: str, user: AbstractBaseUser | None, email: str) -> str:
    """Return the key as it is kept: nobody meets the keys of somebody else."""
    return _digest([str(user.pk) if user else email.casefold(), key]) if key else ""


def _request_hash(email: str, shipping: PostalAddress, billing: PostalAddress, method: ShippingMethod | None) -> str:
    return _digest([email, asdict(shipping), asdict(billing), method.pk if method else None])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()

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

from ..conf import conf
from ..exceptions import (
    CartClosedError,
    EmptyCartError,
    IdempotencyConflictError,
    NotForSaleError,
    PriceChangedError,
)
from ..models import Cart, CartLine, CartState, EventKind, Order, OrderLine, OrderState
from ..signals import order_placed
from .events import record
from .mails import queue_mail
from .numbering import new_number
from .pricing import PricedLine, Quote, quote
from .redemption import redeem_discounts
from .states import stock_reference

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def place_order(
    *,
    cart: Cart | None,
    email: str,
    shipping_address: PostalAddress,
    billing_address: PostalAddress | None = None,
    shipping_method: str = "",
    voucher: str | None = None,
    user: AbstractBaseUser | None = None,
    idempotency_key: str = "",
    expected_total: Money | None = None,
    origin: str = "",
) -> Order:
    """Make a pending order of a cart, and hold its stock; all of it or nothing.

    :param cart: None where there is no open cart: then only a repeated request is answered.
    :param billing_address: None: the shipping address.
    :param shipping_method: the key of a `ShippingOffer`; empty: the cheapest that serves the country.
    :param voucher: a code; None: the one in the cart.
    :param idempotency_key: the same key with the same request answers the order it made before.
    :param expected_total: what the buyer saw that there is to pay.
    :param origin: scheme and host for the links in the order's mails, such as ``https://shop.example``.
    :raises EmptyCartError: there is nothing in the cart.
    :raises CartClosedError: the cart was ordered or merged.
    :raises IdempotencyConflictError: the key came with another request before.
    :raises NotForSaleError: a product cannot be bought any more.
    :raises OutOfStockError: there are fewer units than wanted.
    :raises NoShippingError: nothing ships there, or not that way.
    :raises VoucherError: the voucher grants nothing.
    :raises PriceChangedError: the total is another than the buyer saw.
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
        request_hash=_request_hash(email, shipping_address, billing_address, shipping_method, voucher),
    )
    if placed := _placed_before(order):
        return placed
    if cart is None:
        raise EmptyCartError
    try:
        _place(order, cart, shipping_method, voucher, expected_total)
    except (CartClosedError, IntegrityError):  # a parallel request may have been this one
        if placed := _placed_before(order):
            return placed
        raise
    return order


@transaction.atomic
def _place(order: Order, cart: Cart, shipping_method: str, voucher: str | None, expected_total: Money | None) -> None:
    closed = Cart.objects.open().filter(pk=cart.pk).update(state=CartState.ORDERED, updated_at=timezone.now())
    if not closed:
        raise CartClosedError
    priced = _quote(cart, order, shipping_method, voucher)
    if expected_total is not None and priced.total != expected_total:
        raise PriceChangedError
    order.cart = cart
    _write_amounts(order, priced)
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(_snapshot(order, entry) for entry in priced.lines)
    _reserve(order, priced.lines)
    redeem_discounts(order=order, applied=priced.discounts)
    event = record(order, EventKind.PLACED, by=order.user, after=OrderState.PENDING)
    send_after_commit(order_placed, sender=Order, order=order)
    queue_mail(event, "placed")


def _quote(cart: Cart, order: Order, shipping_method: str, voucher: str | None) -> Quote:
    lines = list(CartLine.objects.filter(cart=cart.pk).select_related("cart").order_by("pk"))
    if not lines:
        raise EmptyCartError
    cart = lines[0].cart  # as it is now that nobody else can change it
    priced = quote(
        lines,
        buyer=order.user,
        email=order.email,
        country=order.shipping_address_data["country"],
        shipping_method=shipping_method,
        voucher=cart.voucher if voucher is None else voucher,
        currency=cart.currency,
    )
    if priced.gone:
        raise NotForSaleError
    if short := {entry.line.product_ref: entry.most for entry in priced.lines if entry.is_short}:
        raise OutOfStockError(short)
    if refusal := priced.shipping_refusal or priced.voucher_refusal:
        raise refusal
    return priced


def _write_amounts(order: Order, priced: Quote) -> None:
    order.currency = priced.items.currency
    order.items, order.discount = priced.items, priced.discount
    order.shipping, order.shipping_tax = priced.shipping, priced.shipping_tax_sum
    order.shipping_tax_name, order.shipping_tax_rate = priced.shipping_tax.name, priced.shipping_tax.rate
    order.tax, order.total = priced.tax, priced.total
    order.prices_include_tax = priced.prices_include_tax
    if priced.shipping_offer:
        order.shipping_ref, order.shipping_name = priced.shipping_offer.key, priced.shipping_offer.name


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
        unit_amount=entry.unit_price.minor,
        quantity=entry.line.quantity,
        discount_amount=entry.discount.minor,
        tax_amount=entry.tax_sum.minor,
        tax_rate=entry.tax.rate,
        tax_name=entry.tax.name,
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


def _request_hash(
    email: str, shipping: PostalAddress, billing: PostalAddress, shipping_method: str, voucher: str | None
) -> str:
    return _digest([email, asdict(shipping), asdict(billing), shipping_method, voucher])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()

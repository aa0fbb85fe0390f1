"""What a cart costs: one answer for the cart page, the checkout and the order, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shop_core.contracts import ProductInfo
from shop_core.money import Money, shop_currency

from ..conf import conf
from ..exceptions import NoShippingError
from ..models import CartLine, ShippingMethod

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line of a cart, with what the shop knows of its product now."""

    line: CartLine
    product: ProductInfo

    @property
    def total(self) -> Money:
        return self.product.price * self.line.quantity

    @property
    def most(self) -> int:
        """The most units that can be had."""
        return most_units(self.product)

    @property
    def is_short(self) -> bool:
        return self.line.quantity > self.most


@dataclass(frozen=True, kw_only=True)
class ShippingOffer:
    """A way of shipping, and what it costs for these goods."""

    method: ShippingMethod
    price: Money


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What is bought and what it costs, down to the total."""

    lines: Sequence[PricedLine]
    gone: Sequence[CartLine]
    """Lines whose product cannot be bought any more; they cost nothing."""
    shipping_offers: Sequence[ShippingOffer]
    """All ways of shipping that serve the country, the cheapest first."""
    shipping_offer: ShippingOffer | None
    items: Money
    shipping: Money

    @property
    def total(self) -> Money:
        return self.items + self.shipping

    @property
    def units(self) -> int:
        return sum(priced.line.quantity for priced in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.lines) and not self.gone and not any(priced.is_short for priced in self.lines)


def quote(
    lines: Sequence[CartLine],
    *,
    buyer: AbstractBaseUser | None = None,
    country: str = "",
    shipping_method: ShippingMethod | None = None,
    currency: str = "",
) -> Quote:
    """Price the lines of a cart.

    :param country: where the parcel goes; empty: not known yet.
    :param shipping_method: the wanted one; None: the cheapest that serves the country, free where the shop has none at all.
    :param currency: that of the cart; what is priced in another one counts as gone.
    :raises NoShippingError: the wanted method does not serve the country, or none does.
    """
    currency = currency or shop_currency()
    products = conf.hook("PRODUCT_SOURCE").lookup([line.product_ref for line in lines], buyer=buyer) if lines else {}
    priced, gone = [], []
    for line in lines:
        product = products.get(line.product_ref)
        if product is None or product.price.currency != currency:
            gone.append(line)
        else:
            priced.append(PricedLine(line=line, product=product))
    items = sum((entry.total for entry in priced), Money.zero(currency))
    offers = shipping_offers(items, country=country) if priced else []
    chosen = _choose(offers, shipping_method)
    return Quote(
        lines=priced,
        gone=gone,
        shipping_offers=offers,
        shipping_offer=chosen,
        items=items,
        shipping=chosen.price if chosen else Money.zero(currency),
    )


def most_units(product: ProductInfo) -> int:
    """Return the most units of a product that one cart may hold."""
    limit = conf.options.MAX_QUANTITY
    return limit if product.available is None else max(0, min(product.available, limit))


def shipping_offers(items: Money, *, country: str = "") -> list[ShippingOffer]:
    """Return the ways of shipping goods of that worth to a country, the cheapest first.

    :raises NoShippingError: there are some, but none that serves the country.
    """
    methods = list(ShippingMethod.objects.active(items.currency))
    served = [method for method in methods if method.ships_to(country)]
    if methods and not served:
        raise NoShippingError
    offers = [ShippingOffer(method=method, price=method.price_for(items)) for method in served]
    return sorted(offers, key=lambda offer: (offer.price.minor, offer.method.pk))


def _choose(offers: Sequence[ShippingOffer], wanted: ShippingMethod | None) -> ShippingOffer | None:
    if wanted is None:
        return offers[0] if offers else None
    for offer in offers:
        if offer.method.pk == wanted.pk:
            return offer
    raise NoShippingError

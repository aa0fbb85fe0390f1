"""What a cart costs: one answer for the cart page, the checkout and the order, in a constant number of queries.

The price is made in steps, each a hook that is asked once for all lines: `PRODUCT_SOURCE`, `PRICE_POLICY`, `DISCOUNT_POLICY`,
`SHIPPING_POLICY`, `TAX_POLICY`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shop_core.addresses import country_name
from shop_core.contracts import ProductInfo
from shop_core.exceptions import ShopError
from shop_core.money import Money, shop_currency

from ..conf import conf
from ..exceptions import NoShippingError
from ..hooks import AppliedDiscount, Basket, BasketLine, Discounts, ShippingOffer
from ..models import CartLine
from ..taxes import NO_TAX, Tax, TaxSum, sum_taxes
from .taxation import taxes_on

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line of a cart, with what the shop knows of its product now, and what it costs."""

    line: CartLine
    product: ProductInfo
    unit_price: Money
    discount: Money
    """Its share of the discounts."""
    tax: Tax
    tax_sum: Money
    """How much tax is in ``total``."""
    total: Money
    """What is paid for the line: after discounts, with tax."""

    @property
    def undiscounted(self) -> Money:
        return self.unit_price * self.line.quantity

    @property
    def after_discount(self) -> Money:
        """As the shop shows prices: with tax or without."""
        return self.undiscounted - self.discount

    @property
    def price_before(self) -> Money | None:
        """What a unit cost when it was put into the cart, where the price has changed and the promise is over."""
        is_own = self.unit_price == self.product.price  # not one that the `PricePolicy` has set
        return self.line.price_before(self.product.price) if is_own else None

    @property
    def most(self) -> int:
        """The most units that can be had."""
        return most_units(self.product)

    @property
    def is_short(self) -> bool:
        return self.line.quantity > self.most


@dataclass(frozen=True, kw_only=True)
class Shipping:
    """How the goods travel, as far as it could be found out."""

    offers: Sequence[ShippingOffer] = ()
    offer: ShippingOffer | None = None
    refusal: ShopError | None = None


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What is bought and what it costs, down to the total.

    ``items``, ``discount`` and ``shipping`` are prices as the shop shows them: with tax where ``prices_include_tax``, else without.
    """

    country: str
    """Where it goes; empty: not known."""
    lines: Sequence[PricedLine]
    gone: Sequence[CartLine]
    """Lines whose product cannot be bought any more; they cost nothing."""
    discounts: Sequence[AppliedDiscount]
    voucher: str
    """The code that was asked for."""
    voucher_refusal: ShopError | None
    """Why that code grants nothing."""
    shipping_offers: Sequence[ShippingOffer]
    """All ways of shipping that serve the country, the cheapest first."""
    shipping_offer: ShippingOffer | None
    """The wanted one; where it is not offered, or none is wanted, the cheapest."""
    shipping_refusal: ShopError | None
    """Why nothing goes to that country, or not by the wanted method."""
    items: Money
    """The goods before discounts."""
    shipping: Money
    shipping_tax: Tax
    shipping_tax_sum: Money
    prices_include_tax: bool

    @property
    def discount(self) -> Money:
        """What the discounts take off in all."""
        return sum((entry.discount for entry in self.lines), self._zero)

    @property
    def tax(self) -> Money:
        """The tax in the total."""
        return sum((entry.tax_sum for entry in self.lines), self.shipping_tax_sum)

    @property
    def taxes(self) -> list[TaxSum]:
        """How much of the total is which tax."""
        of_lines = [(entry.tax, entry.tax_sum) for entry in self.lines]
        return sum_taxes([*of_lines, (self.shipping_tax, self.shipping_tax_sum)])

    @property
    def total(self) -> Money:
        total = self.items - self.discount + self.shipping
        return total if self.prices_include_tax else total + self.tax

    @property
    def country_name(self) -> str:
        return country_name(self.country) if self.country else ""

    @property
    def units(self) -> int:
        return sum(priced.line.quantity for priced in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.lines) and not self.gone and not any(priced.is_short for priced in self.lines)

    @property
    def _zero(self) -> Money:
        return Money.zero(self.items.currency)


def quote(
    lines: Sequence[CartLine],
    *,
    buyer: AbstractBaseUser | None = None,
    email: str = "",
    country: str = "",
    shipping_method: str = "",
    voucher: str = "",
    currency: str = "",
) -> Quote:
    """Price the lines of a cart.

    :param email: the buyer's, for discounts that each customer may use so many times.
    :param country: where the parcel goes; empty: the option ``HOME_COUNTRY``.
    :param shipping_method: the key of the wanted `ShippingOffer`; empty: the cheapest.
    :param voucher: a code; where it grants nothing, ``voucher_refusal`` says why.
    :param currency: that of the cart; what is priced in another one counts as gone.
    """
    basket = Basket(
        lines=[],
        currency=currency or shop_currency(),
        buyer=buyer,
        email=email,
        country=country or conf.options.HOME_COUNTRY,
        voucher=voucher.strip(),
    )
    products = conf.hook("PRODUCT_SOURCE").lookup([line.product_ref for line in lines], buyer=buyer) if lines else {}
    here = [line for line in lines if _is_in(basket.currency, products.get(line.product_ref))]
    gone = [line for line in lines if line not in here]
    basket = _with_prices(basket, [_to_basket(line, products[line.product_ref]) for line in here])
    granted = conf.hook("DISCOUNT_POLICY").discounts(basket) if here or basket.voucher else Discounts()
    off = _taken_off(basket, granted.applied)
    shipping = _ship(
        basket, sum((line.total - off[line.product.ref] for line in basket.lines), _zero(basket)), shipping_method
    )
    return _taxed(basket, here, gone, granted, off, shipping)


def most_units(product: ProductInfo) -> int:
    """Return the most units of a product that one cart may hold."""
    limit = conf.options.MAX_QUANTITY
    return limit if product.available is None else max(0, min(product.available, limit))


def _is_in(currency: str, product: ProductInfo | None) -> bool:
    return product is not None and product.price.currency == currency


def _to_basket(line: CartLine, product: ProductInfo) -> BasketLine:
    return BasketLine(product=product, quantity=line.quantity, unit_price=line.price_from(product.price))


def _with_prices(basket: Basket, lines: Sequence[BasketLine]) -> Basket:
    """Put the lines into the basket, at the prices of the `PricePolicy`."""
    basket = replace(basket, lines=lines)
    prices: Mapping[str, Money] = conf.hook("PRICE_POLICY").prices(basket) if lines else {}
    if not prices:
        return basket
    return replace(
        basket, lines=[replace(line, unit_price=prices.get(line.product.ref, line.unit_price)) for line in lines]
    )


def _taken_off(basket: Basket, applied: Sequence[AppliedDiscount]) -> dict[str, Money]:
    """Add up what each line gets of the discounts.

    :raises ValueError: the policy takes off more than a line costs.
    """
    off = {line.product.ref: _zero(basket) for line in basket.lines}
    for discount in applied:
        for ref, part in discount.parts.items():
            off[ref] += part
    for line in basket.lines:
        if not _zero(basket) <= off[line.product.ref] <= line.total:
            raise ValueError(
                f"SHOP_ORDERS['DISCOUNT_POLICY'] takes {off[line.product.ref]} off a line of {line.total}: {line.product.ref}."
            )
    return off


def _ship(basket: Basket, goods: Money, wanted: str) -> Shipping:
    try:
        offers = conf.hook("SHIPPING_POLICY").offers(basket, goods=goods) if basket.lines else []
    except NoShippingError as error:
        return Shipping(refusal=error)
    offers = sorted(offers, key=lambda offer: offer.price.minor)
    chosen = next((offer for offer in offers if offer.key == wanted), None)
    refusal = NoShippingError() if wanted and not chosen else None
    return Shipping(offers=offers, offer=chosen or next(iter(offers), None), refusal=refusal)


def _taxed(
    basket: Basket,
    here: Sequence[CartLine],
    gone: Sequence[CartLine],
    granted: Discounts,
    off: Mapping[str, Money],
    shipping: Shipping,
) -> Quote:
    """Put the quote together, once it is known which taxes are in it."""
    is_included = conf.options.PRICES_INCLUDE_TAX
    offer = shipping.offer
    shipping_price = offer.price if offer else _zero(basket)
    of_shipping = offer.tax_class if offer else ""
    classes = {line.product.tax_class for line in basket.lines} | {of_shipping}
    taxes = conf.hook("TAX_POLICY").taxes(basket, classes) if here else {}
    parts = [(taxes.get(line.product.tax_class, NO_TAX), line.total - off[line.product.ref]) for line in basket.lines]
    *sums, shipping_tax_sum = taxes_on([*parts, (taxes.get(of_shipping, NO_TAX), shipping_price)])
    return Quote(
        country=basket.country,
        lines=[
            PricedLine(
                line=line,
                product=entry.product,
                unit_price=entry.unit_price,
                discount=off[entry.product.ref],
                tax=tax,
                tax_sum=tax_sum,
                total=amount if is_included else amount + tax_sum,
            )
            for line, entry, (tax, amount), tax_sum in zip(here, basket.lines, parts, sums, strict=True)
        ],
        gone=gone,
        discounts=granted.applied,
        voucher=basket.voucher,
        voucher_refusal=granted.refusal,
        shipping_offers=shipping.offers,
        shipping_offer=offer,
        shipping_refusal=shipping.refusal,
        items=basket.items,
        shipping=shipping_price,
        shipping_tax=taxes.get(of_shipping, NO_TAX) if shipping_price else NO_TAX,
        shipping_tax_sum=shipping_tax_sum,
        prices_include_tax=is_included,
    )


def _zero(basket: Basket) -> Money:
    return Money.zero(basket.currency)

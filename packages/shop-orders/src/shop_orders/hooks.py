"""What shop-orders asks of the project it lives in.

Here are the neutral answers to the contracts of `shop_core.contracts`, and the contracts of the pipeline that makes a price:
price policy, discounts, shipping, taxes. Each of the four is asked once for all lines. What the shop keeps of a sale is asked too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from shop_core.contracts import PostalAddress, ProductInfo, SellerContact
from shop_core.exceptions import ShopError
from shop_core.money import Money

from .taxes import Tax

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True, kw_only=True)
class BasketLine:
    """Some units of one product."""

    product: ProductInfo
    quantity: int
    unit_price: Money
    """Of one unit: the product's own price, or the one that the cart promised, until the `PricePolicy` has spoken."""

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What is bought, as far as it is known by whom and where it goes."""

    lines: Sequence[BasketLine]
    """No two of them hold the same product."""
    currency: str
    buyer: AbstractBaseUser | None = None
    email: str = ""
    """Of the buyer; empty until the checkout asks for it."""
    country: str = ""
    """Where it goes, as ISO 3166-1 alpha-2; empty where not even the shop's own country is set."""
    voucher: str = ""
    """The code that the buyer typed, without spaces around it."""

    @property
    def items(self) -> Money:
        """What the goods cost before discounts."""
        return sum((line.total for line in self.lines), Money.zero(self.currency))

    @property
    def weight_grams(self) -> int:
        return sum(line.product.weight_grams * line.quantity for line in self.lines)


class PricePolicy(Protocol):
    """Sets the price of a unit for this buyer and these quantities."""

    def prices(self, basket: Basket) -> Mapping[str, Money]:
        """Return the price of one unit by product reference; what is left out keeps the product's own.

        A constant number of queries; prices are in the basket's currency.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class AppliedDiscount:
    """A discount and what each line gets of it."""

    name: str
    code: str = ""
    """The voucher's; empty: nobody had to type anything."""
    parts: Mapping[str, Money]
    """What is taken off each line, by product reference: nowhere more than the line costs."""
    discount_id: int | None = None
    """The `Discount` whose uses are counted; None: nothing is counted."""
    max_uses_per_customer: int | None = None

    @property
    def off(self) -> Money:
        """What it takes off in all."""
        parts = list(self.parts.values())
        return sum(parts[1:], parts[0])


@dataclass(frozen=True, kw_only=True)
class Discounts:
    """What a `DiscountPolicy` grants."""

    applied: Sequence[AppliedDiscount] = ()
    refusal: ShopError | None = None
    """Why the voucher in the basket grants nothing."""


class DiscountPolicy(Protocol):
    """Grants discounts: those of a voucher, and those that nobody has to ask for."""

    def discounts(self, basket: Basket) -> Discounts:
        """Return what is taken off, in the order in which it is shown; all together no more than each line costs.

        A constant number of queries.
        """
        ...


class DiscountScopes(Protocol):
    """Names what discounts can be narrowed to, for the back office to choose from."""

    def categories(self) -> Sequence[tuple[str, str]]:
        """Return references and names, as they are listed; none: the back office asks for references."""
        ...

    def sellers(self) -> Sequence[tuple[str, str]]:
        """Return references and names, as they are listed; none: the back office asks for references."""
        ...


@dataclass(frozen=True, kw_only=True)
class ShippingOffer:
    """A way of shipping, and what it costs for these goods."""

    key: str
    """What a form or an API sends to choose it; the order keeps it."""
    name: str
    description: str = ""
    price: Money
    tax_class: str = ""


class ShippingPolicy(Protocol):
    """Says how goods can travel, and what that costs."""

    def offers(self, basket: Basket, *, goods: Money) -> Sequence[ShippingOffer]:
        """Return the ways of shipping; none: nothing has to be shipped, or it costs nothing.

        A constant number of queries.

        :param goods: what the goods cost after discounts.
        :raises NoShippingError: nothing of this goes to that country.
        """
        ...


class TaxPolicy(Protocol):
    """Says which taxes a buyer owes."""

    def taxes(self, basket: Basket, tax_classes: Collection[str]) -> Mapping[str, Tax]:
        """Return the tax by tax class (the standard one is the empty text); what is left out is not taxed.

        A constant number of queries.
        """
        ...


class NoProducts:
    """The default `ProductSource`: nothing is for sale until the project names its own."""

    def lookup(self, refs: Collection[str], *, buyer: AbstractBaseUser | None = None) -> Mapping[str, ProductInfo]:
        return {}


class EndlessInventory:
    """The default `Inventory`: nothing ever runs out."""

    def reserve(self, reference: str, quantities: Mapping[str, int], *, expires_at: datetime) -> None:
        return None

    def extend(self, reference: str, *, expires_at: datetime) -> None:
        return None

    def commit(self, reference: str) -> None:
        return None

    def release(self, reference: str) -> None:
        return None

    def restock(self, reference: str, quantities: Mapping[str, int], *, returned: bool = False) -> None:
        return None


class NoAddresses:
    """The default `AddressBook`: nobody keeps addresses."""

    def for_user(self, user: AbstractBaseUser) -> Sequence[PostalAddress]:
        return []


class PayLater:
    """The default `PaymentStarter`: the order is paid in a way that the project arranges."""

    def start(self, *, kind: str, reference: str, return_url: str) -> str | None:
        return None


class CommissionPolicy(Protocol):
    """Says which share of a sale the shop keeps."""

    def rates(self, seller_refs: Collection[str]) -> Mapping[str, Decimal]:
        """Return the share of each seller at this moment, from 0 to 1; it is kept with the sale. A constant number of queries."""
        ...


class NoSellers:
    """The default `SellerDirectory`: the shop sells everything itself."""

    def refs_of(self, user: AbstractBaseUser) -> Collection[str]:
        return []

    def contacts(self, seller_refs: Collection[str]) -> Mapping[str, SellerContact]:
        return {}


class ListPrices:
    """The default `PricePolicy`: everybody pays the product's own price."""

    def prices(self, basket: Basket) -> Mapping[str, Money]:
        return {}


class NoScopes:
    """The default `DiscountScopes`: references are typed."""

    def categories(self) -> Sequence[tuple[str, str]]:
        return []

    def sellers(self) -> Sequence[tuple[str, str]]:
        return []

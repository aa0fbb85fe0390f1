"""The language that the apps share: what is asked of a host or of one another, many at a time.

Each is asked through a settings hook, has a neutral default in the app that asks, and a contract test in `shop_core.testing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from .money import Money

if TYPE_CHECKING:  # settings modules may import this one before the apps are loaded
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model


@dataclass(frozen=True, kw_only=True)
class ProductInfo:
    """What a shop must know of something that can be sold, at this moment, for one buyer."""

    ref: str
    """The sellable thing: opaque to the asker."""
    group_ref: str
    """The product it belongs to, for reviews and "bought by"."""
    name: str
    sku: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    price: Money
    """Of one unit."""
    available: int | None = None
    """Units left; None: never runs out."""
    seller_ref: str = ""
    seller_name: str = ""
    category_refs: tuple[str, ...] = ()
    """Its categories with all their ancestors."""
    tax_class: str = ""
    weight_grams: int = 0
    image_url: str = ""
    url: str = ""


class ProductSource(Protocol):
    """Names and prices what can be sold."""

    def lookup(self, refs: Collection[str], *, buyer: AbstractBaseUser | None = None) -> Mapping[str, ProductInfo]:
        """Return what can be sold now, by reference; what is missing or off sale is left out. A constant number of queries."""
        ...


class Inventory(Protocol):
    """Keeps the stock: every call is idempotent by reference, and runs inside the caller's transaction."""

    def reserve(self, reference: str, quantities: Mapping[str, int], *, expires_at: datetime) -> None:
        """Hold units of each product until ``expires_at``; all of them or none.

        :raises OutOfStockError: with the units left of each product that fell short.
        """
        ...

    def extend(self, reference: str, *, expires_at: datetime) -> None:
        """Let a hold run until ``expires_at``, if it does not run longer already; one that ran out is taken anew.

        :raises OutOfStockError: the hold ran out and the units have gone.
        """
        ...

    def commit(self, reference: str) -> None:
        """Turn a hold into a sale; one that ran out is taken anew if it can be.

        :raises OutOfStockError: the hold ran out and the units have gone.
        """
        ...

    def release(self, reference: str) -> None:
        """Give a hold up; a committed or unknown one stays as it is."""
        ...

    def restock(self, reference: str, quantities: Mapping[str, int], *, returned: bool = False) -> None:
        """Put sold units back; told twice with the same reference, done once.

        :param returned: a customer sent them back; otherwise they never left.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class PostalAddress:
    """An address as it is written on a parcel."""

    name: str
    company: str = ""
    line1: str
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str
    """ISO 3166-1 alpha-2, or XK."""
    phone: str = ""


class AddressBook(Protocol):
    """Knows the addresses that a user keeps."""

    def for_user(self, user: AbstractBaseUser) -> Sequence[PostalAddress]:
        """Return the user's addresses, the default one first."""
        ...


class PaymentStarter(Protocol):
    """Starts the payment of something that is owed."""

    def start(self, *, kind: str, reference: str, return_url: str) -> str | None:
        """Return the address to send the buyer to; None: pay later.

        :param kind: what is paid for: a key of the payments app's ``PAYABLES``.
        :param reference: which one.
        :param return_url: where the buyer comes back to.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Payable:
    """Something that can be paid for: the amount never comes from the client."""

    subject: Model | None
    reference: str
    amount: Money
    description: str
    payer_email: str
    return_url: str


class PayableSource(Protocol):
    """Says what is owed, and checks the right to pay it."""

    def resolve(self, references: Collection[str], *, user: AbstractBaseUser | None) -> Mapping[str, Payable]:
        """Return what ``user`` may pay now, by reference; all else is left out. No user: a trusted caller asks.

        A payment is about to start: what is returned stays payable for as long as a payment page is open.
        """
        ...


class PurchaseCheck(Protocol):
    """Knows who bought what."""

    def bought(self, user: AbstractBaseUser, group_refs: Collection[str]) -> set[str]:
        """Return those of the products that the user has bought."""
        ...


@dataclass(frozen=True, kw_only=True)
class SoldLine:
    """Some units of one product that were paid for, as far as their seller needs to know."""

    order_number: str
    paid_at: datetime
    product_ref: str
    name: str
    sku: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    quantity: int
    total: Money
    """Of all units."""
    state: str
    """How far the order has come, in words for people."""
    is_cancelled: bool = False
    """Whether it need not be sent any more."""
    ship_to: PostalAddress | None = None
    """Where it goes, without a telephone; None when nothing has to be sent any more, or the buyer's data are erased."""
    url: str = ""
    """The page where the seller sees to it; empty: there is none."""


class SellerOrders(Protocol):
    """Knows what was sold for whom."""

    def lines(self, seller_ref: str, *, start: int, stop: int) -> Sequence[SoldLine]:
        """Return lines of a seller that were paid for, also those cancelled since: the latest first, from ``start`` to before ``stop``.

        A constant number of queries.
        """
        ...

    def count(self, seller_ref: str, *, limit: int | None) -> int:
        """Count these lines, but no further than ``limit``."""
        ...


@dataclass(frozen=True, kw_only=True)
class SellerContact:
    """How to reach a seller."""

    name: str
    email: str
    language: str = ""
    """A language code; empty: that of the site."""


class SellerDirectory(Protocol):
    """Knows who the sellers are."""

    def refs_of(self, user: AbstractBaseUser) -> Collection[str]:
        """Return the references of the sellers for whom the user acts now."""
        ...

    def contacts(self, seller_refs: Collection[str]) -> Mapping[str, SellerContact]:
        """Return how to reach sellers, by reference; who cannot be reached is left out. A constant number of queries."""
        ...


class PersonalData(Protocol):
    """Hands out and erases what an app knows of a person."""

    def export(self, user: AbstractBaseUser) -> Mapping[str, object]:
        """Return the person's data: file name to JSON-able value or bytes."""
        ...

    def erase(self, user: AbstractBaseUser) -> None:
        """Erase the person's data; told twice, done once.

        It runs inside the transaction that deletes the user. Whatever is raised undoes all of it and makes the caller try
        again later, so files and providers, which cannot be undone, are told after commit.
        """
        ...

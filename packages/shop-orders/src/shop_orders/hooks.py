"""What shop-orders asks of the project it lives in: the neutral answers to the contracts of `shop_core.contracts`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from shop_core.contracts import PostalAddress, ProductInfo, SellerContact

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


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


class NoSellers:
    """The default `SellerDirectory`: the shop sells everything itself."""

    def refs_of(self, user: AbstractBaseUser) -> Collection[str]:
        return []

    def contacts(self, seller_refs: Collection[str]) -> Mapping[str, SellerContact]:
        return {}

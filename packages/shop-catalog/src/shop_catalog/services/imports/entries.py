"""What goes into an import besides the file, and what a row becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from shop_core.money import Money

from ...models import AttributeValue, Offer, Product, Store, Variant
from .columns import Line


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Who imports, and how far it may go.

    :param by: the creator of new products.
    :param store: the only store that may be filled, whose seller may change own products only; None: all of them.
    :param create_categories: make the categories that are missing.
    """

    by: AbstractBaseUser | None = None
    store: Store | None = None
    create_categories: bool = False

    def may_change(self, product: Product) -> bool:
        if self.store is None or self.store.seller_id is None:
            return True
        return self.by is not None and product.creator_id == self.by.pk


@dataclass(slots=True, eq=False)
class Entry:
    """A row that can be imported, with the records it is about; new ones have no key yet."""

    line: Line
    offer: Offer
    changes: set[str] = field(default_factory=set)
    """The columns that say something new; the records have it, except the stock."""
    price_before: Money | None = None
    values: Mapping[int, AttributeValue] = field(default_factory=dict)
    """What the product has of attributes, by their keys."""
    new_values: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What it gets of them: a column of `AttributeValue`, or nothing."""

    @property
    def is_new(self) -> bool:
        return self.offer._state.adding

    @property
    def variant(self) -> Variant:
        return self.offer.variant

    @property
    def product(self) -> Product:
        return self.offer.variant.product


class BadRowError(Exception):
    """Why a row cannot be imported, by column."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons

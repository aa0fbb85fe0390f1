"""What shop-catalog asks of the project it lives in; the contracts that apps share stand in shop_core.contracts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Expression, QuerySet

from shop_core.contracts import SoldLine


class NobodyBought:
    """The default `PurchaseCheck`: nobody bought anything, so nobody reviews, until the project names its own."""

    def bought(self, user: AbstractBaseUser, group_refs: Collection[str]) -> set[str]:
        return set()


class NothingSold:
    """The default `SellerOrders`: the catalog knows no orders until the project names who does."""

    def lines(self, seller_ref: str, *, start: int, stop: int) -> Sequence[SoldLine]:
        return []

    def count(self, seller_ref: str, *, limit: int | None) -> int:
        return 0


@dataclass(frozen=True, kw_only=True)
class SearchText:
    """What a product can be found by, the weightiest first: its name, its keywords (category, attributes, SKUs), its description."""

    product_id: int
    name: str
    keywords: str
    body: str


class ResizingStorage(Protocol):
    """What a storage has besides, where it makes renditions of pictures itself; then none is stored. `CloudinaryStorage` does."""

    def rendition_url(self, name: str, width: int) -> str:
        """Return the address of a picture, no wider than so many pixels, in the format that suits the browser which asks."""


class PreparedSearch(Protocol):
    """What a `SearchBackend` has besides, where it finds by SQL: then each kind of list is spelled as SQL once. `DatabaseSearch` has it."""

    def prepare(self, text: str) -> str:
        """Return what stands in the SQL for this text; empty where `find` must see the text itself."""

    def find_prepared(self, listings: QuerySet[Any], prepared: Expression) -> QuerySet[Any]:
        """Do as `find`, with a stand-in for what `prepare` returns; ``relevance`` is made of the listing's own columns."""


class PartialSearch(Protocol):
    """What a `SearchBackend` has besides, where it finds what has only some of the words: it is asked where nothing has all of them."""

    def find_any(self, listings: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Do as `find` with what has any of the words; the more of them, the more relevant."""

    def prepare_any(self, text: str) -> str:
        """Do as `PreparedSearch.prepare`, for any of the words; empty where `find_any` must see the text itself."""


class SearchBackend(Protocol):
    """How products are found by words. The shipped one is `shop_catalog.search.DatabaseSearch`."""

    def index(self, texts: Sequence[SearchText]) -> None:
        """Take these texts in, in place of earlier ones of the same products; called inside the transaction that changes them."""

    def remove(self, product_ids: Collection[int]) -> None:
        """Forget products that are no longer on sale."""

    def find(self, listings: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Narrow the listings to those that match, and annotate their ``relevance`` (a float, higher is better)."""

    def correct(self, text: str) -> str:
        """Return the words that were probably meant; the same text, or an empty one, where there is nothing better."""

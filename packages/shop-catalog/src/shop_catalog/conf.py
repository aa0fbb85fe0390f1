"""Every option of shop-catalog: the keys of ``settings.SHOP_CATALOG``."""

from dataclasses import dataclass
from typing import Annotated, Literal

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import PurchaseCheck, SellerOrders

from .hooks import SearchBackend


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_CATALOG``."""

    PURCHASE_CHECK: Annotated[str, Implements(PurchaseCheck)] = "shop_catalog.hooks.NobodyBought"
    """The `PurchaseCheck` that knows who may review what."""

    SELLER_ORDERS: Annotated[str, Implements(SellerOrders)] = "shop_catalog.hooks.NothingSold"
    """The `SellerOrders` that knows what was sold for whom, for the sellers' page of orders."""

    REVIEWS_MODERATED: bool = False
    """Whether the staff looks at each review before others can read it, and again after each change by its author."""

    REVIEW_REPORTS_HIDE_AT: int | None = None
    """From how many open reports on a review is hidden until the staff has looked at it; None: it stays until then."""

    REVIEW_REPORTS_PER_HOUR: int = 20
    """How many reviews one person may report within an hour; 0: any number."""

    LOW_STOCK_THRESHOLD: int = 3
    """The owner is mailed, and `offer_stock_low` is sent, when an offer passes from this many units on hand or more to fewer."""

    LOW_STOCK_RECIPIENTS: tuple[str, ...] | list[str] = ()
    """Whom to mail of a low stock in the shop's own stores; empty: ``settings.MANAGERS``, and where there are none the superusers.
    In the store of a seller it is the seller."""

    SELLER_RECIPIENTS: tuple[str, ...] | list[str] = ()
    """Whom to mail when somebody asks to sell; empty: ``settings.MANAGERS``, and where there are none the superusers."""

    SITE_URL: str = ""
    """What stands before the paths of links in mails, such as ``https://shop.example``; empty: mails have no links."""

    FACETS_AGE: int = 60
    """The counts and names of facets may be this many seconds old, from the cache; 0: they are read for each reader."""

    CATEGORY_COUNTS_AGE: int = 60
    """How old the numbers of products beside categories may be, in seconds; 0: each page counts anew."""

    PAGE_SIZE: int = 20
    """How many products a page of the list shows."""

    BATCH_SIZE: int = 5
    """How many further products each step of the infinite scroll brings."""

    AVIF: bool = True
    """Whether pictures are made as AVIF too: a fifth smaller than WebP, at four times the work, in a task."""

    SEARCH_BACKEND: Annotated[str, Implements(SearchBackend)] = "shop_catalog.search.DatabaseSearch"
    """The `SearchBackend` behind every search of products; the default follows the database."""

    SEARCH_LANGUAGE: str = "simple"
    """PostgreSQL's text search configuration, such as ``english``; ``simple`` stems nothing. After a change run ``rebuild_search``."""

    WHO_SELLS: Literal["approved_sellers", "any_user", "staff"] = "approved_sellers"
    """Who lists things: sellers whom the staff approved, everybody with an account at once, or the staff alone."""

    WHO_CREATES_CATEGORIES: Literal["staff", "sellers"] = "staff"
    """Whether sellers too may make categories."""

    LISTINGS_PER_HOUR: int = 30
    """How many products, variants and offers a seller lists within an hour; 0: any number. It is counted in the cache."""

    IMPORT_MAX_BYTES: int = 50 * 1024 * 1024
    """The largest file of products, in bytes, that the staff can import in the back office; the command takes any."""

    IMPORTS_KEPT_DAYS: int = 30
    """For how many days the back office remembers an import; its file goes as soon as it is imported."""

    HISTORY: bool = True
    """Whether it is written down who changed what; while it is off, nothing is, and nothing costs a query."""

    HISTORY_KEPT_DAYS: int | None = None
    """For how many days it is known who changed what; `prune_catalog_history` deletes what is older. None: for ever."""


conf = AppSettings("SHOP_CATALOG", Options)

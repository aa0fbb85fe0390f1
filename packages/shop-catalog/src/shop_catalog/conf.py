"""Every option of shop-catalog: the keys of ``settings.SHOP_CATALOG``."""

from dataclasses import dataclass
from typing import Annotated

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import PurchaseCheck


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_CATALOG``."""

    PURCHASE_CHECK: Annotated[str, Implements(PurchaseCheck)] = "shop_catalog.hooks.NobodyBought"
    """The `PurchaseCheck` that knows who may review what."""

    LOW_STOCK_THRESHOLD: int = 3
    """`offer_stock_low` is sent when the stock of an offer passes from this many units or more to fewer."""

    PAGE_SIZE: int = 20
    """How many products a page of the list shows."""


conf = AppSettings("SHOP_CATALOG", Options)

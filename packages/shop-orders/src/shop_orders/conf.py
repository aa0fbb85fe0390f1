"""Every option of shop-orders: the keys of ``settings.SHOP_ORDERS``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import AddressBook, Inventory, PaymentStarter, ProductSource, SellerDirectory


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_ORDERS``."""

    PRODUCT_SOURCE: Annotated[str, Implements(ProductSource)] = "shop_orders.hooks.NoProducts"
    """The `ProductSource` that names and prices what is put into a cart."""

    INVENTORY: Annotated[str, Implements(Inventory)] = "shop_orders.hooks.EndlessInventory"
    """The `Inventory` that holds, sells and takes back the units of an order."""

    ADDRESS_BOOK: Annotated[str, Implements(AddressBook)] = "shop_orders.hooks.NoAddresses"
    """The `AddressBook` that fills the checkout form in advance."""

    PAYMENT_STARTER: Annotated[str, Implements(PaymentStarter)] = "shop_orders.hooks.PayLater"
    """The `PaymentStarter` that takes a buyer to where an order is paid."""

    SELLER_DIRECTORY: Annotated[str, Implements(SellerDirectory)] = "shop_orders.hooks.NoSellers"
    """The `SellerDirectory` that knows for which sellers a user acts, and how to reach them."""

    MAX_QUANTITY: int = 99
    """The most units of one product in a cart."""

    HOLD: timedelta = timedelta(minutes=15)
    """How long a placed order holds its stock before a payment is started."""

    PAYMENT_HOLD: timedelta = timedelta(minutes=30)
    """How long a started payment holds the stock; no less than the life of a payment page."""

    CART_COOKIE_AGE: timedelta = timedelta(days=60)
    """How long a visitor who is not logged in keeps the cart after the last change."""

    TRACKING_URLS: Mapping[str, str] = field(default_factory=dict)
    """Where carriers show a parcel, by name: ``{"DHL": "https://.../?piececode={number}"}``; the names are suggested where parcels are shipped."""

    LOOKUP_TRIES: int = 20
    """How often in an hour one order number, or one client address, may be looked up by guests."""


conf = AppSettings("SHOP_ORDERS", Options)

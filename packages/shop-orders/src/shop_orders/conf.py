"""Every option of shop-orders: the keys of ``settings.SHOP_ORDERS``."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import AddressBook, Inventory, PaymentStarter, ProductSource


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

    MAX_QUANTITY: int = 99
    """The most units of one product in a cart."""

    HOLD: timedelta = timedelta(minutes=15)
    """How long a placed order holds its stock before a payment is started."""

    PAYMENT_HOLD: timedelta = timedelta(minutes=30)
    """How long a started payment holds the stock; no less than the life of a payment page."""

    CART_COOKIE_AGE: timedelta = timedelta(days=60)
    """How long a visitor who is not logged in keeps the cart after the last change."""


conf = AppSettings("SHOP_ORDERS", Options)

"""Every option of shop-orders: the keys of ``settings.SHOP_ORDERS``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import AddressBook, Inventory, PaymentStarter, ProductSource, SellerDirectory

from .hooks import CommissionPolicy, DiscountPolicy, DiscountScopes, PricePolicy, ShippingPolicy, TaxPolicy


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

    PRICE_POLICY: Annotated[str, Implements(PricePolicy)] = "shop_orders.hooks.ListPrices"
    """The `PricePolicy` that sets the price of a unit for a buyer."""

    DISCOUNT_POLICY: Annotated[str, Implements(DiscountPolicy)] = "shop_orders.policies.DiscountTable"
    """The `DiscountPolicy` that grants vouchers and automatic discounts."""

    DISCOUNT_SCOPES: Annotated[str, Implements(DiscountScopes)] = "shop_orders.hooks.NoScopes"
    """The `DiscountScopes` that lists the categories and sellers to which staff can narrow a discount."""

    SHIPPING_POLICY: Annotated[str, Implements(ShippingPolicy)] = "shop_orders.policies.ShippingTable"
    """The `ShippingPolicy` that offers ways of shipping."""

    TAX_POLICY: Annotated[str, Implements(TaxPolicy)] = "shop_orders.policies.TaxTable"
    """The `TaxPolicy` that knows the taxes."""

    PRICES_INCLUDE_TAX: bool = True
    """Whether prices, of goods and of shipping, hold the tax already; else it is added to the total."""

    TAX_ROUNDING: Literal["line", "total"] = "line"
    """Where a tax is rounded to minor units: at each line, or once for all that has the same tax and then split over the lines."""

    TAX_ROUNDING_MODE: Literal["half_up", "half_even"] = "half_up"
    """What becomes of half a minor unit: it is rounded up, or to the even neighbour."""

    HOME_COUNTRY: str = ""
    """The country (ISO 3166-1 alpha-2) by whose shipping and taxes a cart is priced until the buyer's is known."""

    COMMISSION_POLICY: Annotated[str, Implements(CommissionPolicy)] = "shop_orders.commission.FlatCommission"
    """The `CommissionPolicy` that says which share of a sale the shop keeps."""

    COMMISSION_RATE: Decimal = Decimal(0)
    """The share of each sale that the shop keeps, from 0 to 1: ``Decimal("0.1")`` is a tenth."""

    INVOICE_ISSUER: Sequence[str] = ()
    """Who issues invoices: name, address, tax number, a line each, as they are printed."""

    INVOICE_SERIES: str = "%Y-"
    """What the numbers of invoices begin with, as a pattern of `datetime.strftime`; each series is counted from 1, without gaps."""

    CREDIT_NOTE_SERIES: str = "CN-%Y-"
    """The same of credit notes."""

    MAX_QUANTITY: int = 99
    """The most units of one product in a cart."""

    PRICE_PROMISE: timedelta = timedelta(hours=1)
    """For how long the price at which something was put into the cart holds, even if it rises; zero: it is always that of now."""

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

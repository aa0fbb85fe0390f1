"""System checks of shop-orders: E001 to E005 are those of `shop_core.conf`."""

from importlib.util import find_spec
from typing import Any

from django.core.checks import CheckMessage, Error, Info

from shop_core.addresses.countries import country_codes

from .conf import conf


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_ORDERS``."""
    return conf.check()


def check_limits(**kwargs: Any) -> list[CheckMessage]:
    """Refuse limits with which nothing could be bought, or a payment would outlive its hold."""
    if conf.check():
        return []
    options = conf.options
    faults: list[CheckMessage] = []
    if options.MAX_QUANTITY < 1:
        faults.append(Error("SHOP_ORDERS['MAX_QUANTITY'] must be at least 1.", id="shop_orders.E006"))
    if options.PAYMENT_HOLD < options.HOLD:
        faults.append(
            Error(
                "SHOP_ORDERS['PAYMENT_HOLD'] is shorter than SHOP_ORDERS['HOLD'].",
                hint="Starting a payment must never shorten a hold.",
                id="shop_orders.E007",
            )
        )
    if options.HOME_COUNTRY and options.HOME_COUNTRY not in country_codes():
        faults.append(
            Error(
                f"SHOP_ORDERS['HOME_COUNTRY'] is no country: {options.HOME_COUNTRY!r}.",
                hint="Give a code of ISO 3166-1 such as 'DE', or leave it out.",
                id="shop_orders.E008",
            )
        )
    return faults


def check_commission(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a commission that is no share (E009)."""
    if conf.check() or 0 <= conf.options.COMMISSION_RATE <= 1:
        return []
    hint = 'A tenth is Decimal("0.1").'
    return [Error("SHOP_ORDERS['COMMISSION_RATE'] must be from 0 to 1.", hint=hint, id="shop_orders.E009")]


def check_invoices(**kwargs: Any) -> list[CheckMessage]:
    """Refuse one series for invoices and credit notes (E010), and say how invoices become PDF files (I001)."""
    if conf.check():
        return []
    faults: list[CheckMessage] = []
    if conf.options.INVOICE_SERIES == conf.options.CREDIT_NOTE_SERIES:
        said = "SHOP_ORDERS['INVOICE_SERIES'] and SHOP_ORDERS['CREDIT_NOTE_SERIES'] must differ."
        faults.append(Error(said, hint="Each is counted by itself.", id="shop_orders.E010"))
    if find_spec("fpdf") is None:
        said = "Invoices are pages to print; as PDF files they need a package that is not installed."
        faults.append(Info(said, hint="pip install shop-orders[pdf]", id="shop_orders.I001"))
    return faults


def check_live(**kwargs: Any) -> list[CheckMessage]:
    """Say how open pages hear of changes at once (I002)."""
    if find_spec("channels"):
        return []
    said = "Pages of orders ask for changes every few seconds; to be told at once they need a package that is not installed."
    return [Info(said, hint="pip install shop-orders[live]", id="shop_orders.I002")]

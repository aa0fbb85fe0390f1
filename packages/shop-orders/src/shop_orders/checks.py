"""System checks of shop-orders: E001 to E005 are those of `shop_core.conf`."""

from typing import Any

from django.core.checks import CheckMessage, Error

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

"""What makes the prices of the demo: ways of shipping, taxes, vouchers and discounts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from shop_catalog.models import Category
from shop_core.money import shop_currency
from shop_orders.models import Discount, ShippingMethod, ShippingRate, TaxRate

from .catalog import price
from .progress import Progress
from .texts import DiscountText, RateText, ShippingText, discounts, shipping_methods, taxes


def add_prices(progress: Progress, *, now: datetime) -> None:
    """Add the ways of shipping, the taxes and the discounts that are not there yet."""
    _add_shipping_methods(progress)
    _add_taxes(progress)
    _add_discounts(progress)


def _add_shipping_methods(progress: Progress) -> None:
    known = set(ShippingMethod.all_objects.values_list("name", flat=True))
    for text in progress.over([text for text in shipping_methods() if text.name not in known], of="shipping methods"):
        _add_shipping_method(text)


@transaction.atomic
def _add_shipping_method(text: ShippingText) -> None:
    method = ShippingMethod.objects.create(name=text.name, description=text.description)
    ShippingRate.objects.bulk_create(_rate(method, rate) for rate in text.rates)


def _rate(method: ShippingMethod, text: RateText) -> ShippingRate:
    return ShippingRate(
        method=method,
        countries=text.countries,
        up_to_grams=text.up_to_grams,
        price_amount=price(text.price).minor,
        free_over_amount=price(text.free_over).minor if text.free_over else None,
        currency=shop_currency(),
    )


def _add_taxes(progress: Progress) -> None:
    known = set(TaxRate.all_objects.values_list("country", "tax_class"))
    missing = [text for text in taxes() if (text.country, text.tax_class) not in known]
    for text in progress.over(missing, of="taxes"):
        TaxRate.objects.create(country=text.country, tax_class=text.tax_class, name="VAT", rate=text.rate)


def _add_discounts(progress: Progress) -> None:
    known = set(Discount.all_objects.values_list("name", flat=True))
    for text in progress.over([text for text in discounts() if text.name not in known], of="discounts"):
        _add_discount(text)


def _add_discount(text: DiscountText) -> None:
    in_money = bool(text.off or text.minimum)
    Discount.objects.create(
        name=text.name,
        code=text.code,
        percent_off=text.percent_off or None,
        off_amount=price(text.off).minor if text.off else None,
        minimum_amount=price(text.minimum).minor if text.minimum else None,
        currency=shop_currency() if in_money else "",
        max_uses=text.max_uses,
        max_uses_per_customer=text.max_uses_per_customer,
        category_refs=[str(Category.objects.get(url_path=text.category).pk)] if text.category else [],
        is_exclusive=text.is_exclusive,
    )

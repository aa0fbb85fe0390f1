"""Shipping by the table of rates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from shop_core.money import Money

from ..exceptions import NoShippingError
from ..hooks import Basket, ShippingOffer
from ..models import ShippingMethod, ShippingRate


class ShippingTable:
    """The default `ShippingPolicy`: the rates of `ShippingMethod`, in one query; a shop without any ships for nothing.

    Of a method's rates those that name the country count, else those that name none; of these the cheapest that carries the
    weight. While no country is known, all count.
    """

    def offers(self, basket: Basket, *, goods: Money) -> Sequence[ShippingOffer]:
        active = ShippingRate.objects.filter(method__is_active=True, method__deleted_at=None)
        rates = list(active.select_related("method").order_by("method_id", "pk"))
        methods = [(method, list(own)) for method, own in groupby(rates, key=lambda rate: rate.method)]
        offers = [offer for method, own in methods if (offer := _offer(method, own, basket, goods))]
        if rates and not offers:
            raise NoShippingError
        return offers


def _offer(method: ShippingMethod, rates: Sequence[ShippingRate], basket: Basket, goods: Money) -> ShippingOffer | None:
    rates = [rate for rate in rates if rate.currency == basket.currency]
    if basket.country:
        named = [rate for rate in rates if basket.country in rate.countries]
        rates = named or [rate for rate in rates if not rate.countries]
    prices = [rate.price_for(goods) for rate in rates if rate.carries(basket.weight_grams)]
    if not prices:
        return None
    return ShippingOffer(
        key=str(method.pk),
        name=method.name,
        description=method.description,
        price=min(prices),
        tax_class=method.tax_class,
    )

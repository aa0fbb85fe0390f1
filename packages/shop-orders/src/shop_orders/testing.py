"""For the tests of projects that use shop-orders: carts and orders with few words, and what every policy of the price must keep.

Subclass a contract in your tests, give what it asks for, and know that your policy keeps its promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from shop_core.contracts import PostalAddress, ProductInfo
from shop_core.money import Money

from .hooks import Basket, BasketLine, DiscountPolicy, PricePolicy, ShippingPolicy, TaxPolicy
from .models import Cart, Discount, EventKind, Order, OrderLine, OrderState, ShippingMethod, ShippingRate, TaxRate
from .services.invoices import issue_invoice
from .services.numbering import new_number
from .services.sub_orders import open_sub_orders

ADDRESS = PostalAddress(
    name="Anna Nowak", line1="Lindenstraße 1", city="Berlin", postal_code="10115", country="DE", phone=""
)


def make_cart(lines: dict[str, int] | None = None, **fields: Any) -> Cart:
    """Return an open cart in EUR with units of products, by reference."""
    cart = Cart.objects.create(**{"currency": "EUR", **fields})
    for product_ref, quantity in (lines or {}).items():
        cart.lines.create(product_ref=product_ref, quantity=quantity)
    return cart


def make_shipping_method(**fields: Any) -> ShippingMethod:
    """Return a shipping method with one rate, for 4.90 EUR to everywhere; the fields are those of both."""
    of_rate = {field.name for field in ShippingRate._meta.fields} & fields.keys()
    rate = {"price_amount": 490, "currency": "EUR", **{name: fields.pop(name) for name in of_rate}}
    method: ShippingMethod = ShippingMethod.objects.create(**{"name": "Standard", **fields})
    method.rates.create(**rate)
    return method


def make_discount(**fields: Any) -> Discount:
    """Return a discount of 10 percent on everything; with ``code`` a voucher."""
    off = {} if "off_amount" in fields else {"percent_off": 10}
    currency = {"currency": "EUR"} if {"off_amount", "minimum_amount"} & fields.keys() else {}
    discount: Discount = Discount.objects.create(**{"name": "Welcome", **off, **currency, **fields})
    return discount


def make_tax_rate(**fields: Any) -> TaxRate:
    """Return the standard rate of Germany, 19 percent."""
    rate: TaxRate = TaxRate.objects.create(**{"country": "DE", "name": "VAT", "rate": 19, **fields})
    return rate


def make_order(*, lines: int = 1, quantity: int = 1, sellers: Sequence[str] = ("",), **fields: Any) -> Order:
    """Return an order as it is kept: pending, held for a quarter of an hour, each line one unit for 12.50 EUR.

    :param quantity: the units of each line.
    :param sellers: the references of the sellers of the lines, in turn.
    """
    state = fields.get("state", OrderState.PENDING)
    total = 1250 * quantity * lines
    is_paid = state not in (OrderState.PENDING, OrderState.CANCELLED)
    defaults = {
        "number": new_number(),
        "email": "anna@example.com",
        "shipping_address_data": asdict(ADDRESS),
        "billing_address_data": asdict(ADDRESS),
        "items_amount": total,
        "total_amount": total,
        "paid_amount": total if is_paid else 0,
        "paid_at": timezone.now() if is_paid else None,
        "hold_expires_at": timezone.now() + timedelta(minutes=15) if state == OrderState.PENDING else None,
        "currency": "EUR",
    }
    order: Order = Order.objects.create(**{**defaults, **fields})
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            product_ref=f"product-{number}",
            group_ref=f"group-{number}",
            name=f"Product {number}",
            unit_amount=1250,
            quantity=quantity,
            total_amount=1250 * quantity,
            currency="EUR",
            seller_ref=sellers[number % len(sellers)],
            seller_name=sellers[number % len(sellers)].title(),
            state=state,
            cancelled_quantity=quantity if state == OrderState.CANCELLED else 0,
        )
        for number in range(lines)
    )
    order.events.create(kind=EventKind.PLACED, after=OrderState.PENDING)
    if is_paid:
        open_sub_orders(order)
        issue_invoice(order)
    return order


def make_basket(*prices: int, **fields: Any) -> Basket:
    """Return a basket with a line of two units for each price, in minor units of EUR; the fields are those of `Basket`."""
    lines = [
        BasketLine(product=product, quantity=2, unit_price=product.price)
        for number, minor in enumerate(prices)
        for product in [ProductInfo(ref=f"p{number}", group_ref="", name="", price=Money(minor, "EUR"))]
    ]
    return Basket(**{"lines": lines, "currency": "EUR", "country": "DE", **fields})


class PolicyContract:
    """What every policy of the price must do: ask as often for many lines as for one. Provide ``make_policy()``."""

    def make_policy(self) -> Any:
        raise NotImplementedError

    def ask(self, policy: Any, basket: Basket) -> Any:
        """Ask a policy about a basket."""
        raise NotImplementedError

    @pytest.mark.django_db
    def test_many_lines_cost_as_many_queries_as_one(self, django_assert_max_num_queries: Any) -> None:
        policy = self.make_policy()
        with django_assert_max_num_queries(9) as one:
            self.ask(policy, make_basket(1000))
        with django_assert_max_num_queries(len(one)):
            self.ask(policy, make_basket(*[1000] * 50))


class PricePolicyContract(PolicyContract):
    """What every `PricePolicy` must do."""

    def make_policy(self) -> PricePolicy:
        raise NotImplementedError

    def ask(self, policy: Any, basket: Basket) -> Any:
        return policy.prices(basket)

    @pytest.mark.django_db
    def test_prices_are_for_what_is_in_the_basket_and_in_its_currency(self) -> None:
        prices = self.ask(self.make_policy(), make_basket(0, 1, 999))
        assert set(prices) <= {"p0", "p1", "p2"}
        assert all(price.currency == "EUR" and price.minor >= 0 for price in prices.values())


class DiscountPolicyContract(PolicyContract):
    """What every `DiscountPolicy` must do."""

    def make_policy(self) -> DiscountPolicy:
        raise NotImplementedError

    def ask(self, policy: Any, basket: Basket) -> Any:
        return policy.discounts(basket)

    @pytest.mark.django_db
    def test_no_line_gets_more_than_it_costs(self) -> None:
        basket = make_basket(0, 1, 999)
        granted = self.ask(self.make_policy(), basket)
        for line in basket.lines:
            parts = [one.parts[line.product.ref].minor for one in granted.applied if line.product.ref in one.parts]
            assert min(parts, default=0) >= 0
            assert sum(parts) <= line.total.minor

    @pytest.mark.django_db
    def test_an_unknown_voucher_is_refused_with_a_reason(self) -> None:
        assert self.ask(self.make_policy(), make_basket(1000, voucher="no such code")).refusal is not None


class ShippingPolicyContract(PolicyContract):
    """What every `ShippingPolicy` must do."""

    def make_policy(self) -> ShippingPolicy:
        raise NotImplementedError

    def ask(self, policy: Any, basket: Basket) -> Any:
        return policy.offers(basket, goods=basket.items)

    @pytest.mark.django_db
    def test_offers_have_keys_of_their_own_and_prices_in_the_currency(self) -> None:
        offers = self.ask(self.make_policy(), make_basket(1000))
        assert len({offer.key for offer in offers}) == len(offers)
        assert all(offer.key and offer.price.currency == "EUR" and offer.price.minor >= 0 for offer in offers)


class TaxPolicyContract(PolicyContract):
    """What every `TaxPolicy` must do."""

    def make_policy(self) -> TaxPolicy:
        raise NotImplementedError

    def ask(self, policy: Any, basket: Basket) -> Any:
        return policy.taxes(basket, {"", "books"})

    @pytest.mark.django_db
    def test_rates_are_for_the_classes_that_were_asked_for(self) -> None:
        taxes = self.ask(self.make_policy(), make_basket(1000))
        assert set(taxes) <= {"", "books"}
        assert all(tax.rate >= 0 for tax in taxes.values())

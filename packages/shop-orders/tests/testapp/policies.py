"""How the host makes prices of its own: named in the settings, known to nobody else."""

from decimal import Decimal

from shop_core.money import Money
from shop_orders.hooks import AppliedDiscount, Discounts, ShippingOffer, Tax
from shop_orders.policies import DiscountTable, TaxTable


class Wholesale:
    """A `PricePolicy`: from ten units on, a tenth less each."""

    def prices(self, basket):
        return {
            line.product.ref: Money(line.unit_price.minor * 9 // 10, basket.currency)
            for line in basket.lines
            if line.quantity >= 10
        }


class ReadersDiscounts(DiscountTable):
    """A `DiscountPolicy`: what the tables say, and one minor unit off each line for those with an account."""

    def discounts(self, basket):
        granted = super().discounts(basket)
        parts = {line.product.ref: Money(1, basket.currency) for line in basket.lines}
        if basket.buyer is None or granted.applied or not parts:
            return granted
        return Discounts(applied=[AppliedDiscount(name="Reader", parts=parts)], refusal=granted.refusal)


class Greedy:
    """A `DiscountPolicy` that takes off more than there is."""

    def discounts(self, basket):
        parts = {line.product.ref: line.total + Money(1, basket.currency) for line in basket.lines}
        return Discounts(applied=[AppliedDiscount(name="Greedy", parts=parts)])


class Courier:
    """A `ShippingPolicy`: a courier who charges by the book."""

    def offers(self, basket, *, goods):
        price = Money(100, basket.currency) * sum(line.quantity for line in basket.lines)
        return [ShippingOffer(key="courier", name="Courier", price=price, tax_class="transport")]


class ReverseCharge(TaxTable):
    """A `TaxPolicy`: companies abroad, known by their address here, account for the tax themselves."""

    def taxes(self, basket, tax_classes):
        if basket.country != "DE" and basket.email.endswith("@company.example"):
            return dict.fromkeys(tax_classes, Tax(name="Reverse charge", rate=Decimal(0)))
        return super().taxes(basket, tax_classes)

"""What was bought: a copy of each product as it was named and priced."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money, MoneyAttribute

from ..taxes import Tax
from .order import Order
from .state import ALLOWED, OrderState

AFTER_DISCOUNT = F("unit_amount") * F("quantity") - F("discount_amount")


class OrderLine(models.Model):
    """Some units of one product as it was named and priced when it was bought.

    ``unit_price`` and ``discount`` are as the shop shows prices (`Order.prices_include_tax`); ``total`` is what is paid for the
    line after its share of the discounts, with the tax in it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("order"))
    product_ref = models.CharField(_("product reference"), max_length=64, db_index=True)
    group_ref = models.CharField(_("product group"), max_length=64, blank=True, db_index=True)
    name = models.CharField(_("name"), max_length=255)
    sku = models.CharField(_("SKU"), max_length=100, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    unit_amount = models.BigIntegerField(_("unit price"))
    quantity = models.PositiveIntegerField(_("quantity"))
    discount_amount = models.BigIntegerField(_("discount"), default=0)
    tax_amount = models.BigIntegerField(_("tax"), default=0)
    tax_rate = models.DecimalField(_("tax rate in percent"), max_digits=6, decimal_places=3, default=Decimal(0))
    tax_name = models.CharField(_("tax"), max_length=40, blank=True, default="")
    total_amount = models.BigIntegerField(_("total"))
    currency = models.CharField(_("currency"), max_length=3)
    seller_ref = models.CharField(_("seller reference"), max_length=64, blank=True, db_index=True)
    seller_name = models.CharField(_("seller"), max_length=255, blank=True)
    image_url = models.CharField(_("image"), max_length=500, blank=True)
    url = models.CharField(_("page"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OrderState, default=OrderState.PENDING)
    cancelled_quantity = models.PositiveIntegerField(_("cancelled units"), default=0)
    returned_quantity = models.PositiveIntegerField(_("returned units"), default=0)
    shipment = models.ForeignKey(
        "shop_orders.Shipment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("shipment"),
    )

    unit_price = MoneyAttribute("unit_amount")
    discount = MoneyAttribute("discount_amount")
    tax_sum = MoneyAttribute("tax_amount")
    total = MoneyAttribute("total_amount")

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "product_ref"], name="shop_orders_one_order_line_per_product"),
            models.CheckConstraint(
                condition=Q(total_amount=AFTER_DISCOUNT) | Q(total_amount=AFTER_DISCOUNT + F("tax_amount")),
                name="shop_orders_line_total_is_the_sum",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, discount_amount__gte=0, tax_amount__gte=0)
                & Q(total_amount__gte=F("tax_amount")),
                name="shop_orders_line_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("cancelled_quantity") + F("returned_quantity")),
                name="shop_orders_no_more_back_than_bought",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.CANCELLED) | Q(cancelled_quantity=F("quantity")),
                name="shop_orders_cancelled_line_has_no_units",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"

    @property
    def open_quantity(self) -> int:
        """The units that are neither cancelled nor returned."""
        return self.quantity - self.cancelled_quantity - self.returned_quantity

    def worth_of(self, units: int) -> int:
        """Return what the first ``units`` of the line cost, in minor units; all of them cost its total, whatever the rounding."""
        return self.total_amount * units // self.quantity

    def can_move_to(self, state: OrderState) -> bool:
        return state in ALLOWED[OrderState(self.state)]

    @property
    def undiscounted(self) -> Money:
        """What the units cost before discounts."""
        undiscounted: Money = self.unit_price * self.quantity
        return undiscounted

    @property
    def after_discount(self) -> Money:
        """What the shop shows as its price: with tax or without, as the order says."""
        price: Money = self.undiscounted - self.discount
        return price

    @property
    def tax(self) -> Tax:
        """Which tax is in it; ``tax_sum`` says how much."""
        return Tax(name=self.tax_name, rate=self.tax_rate)

    @property
    def net(self) -> Money:
        """What is paid for the line without the tax."""
        net: Money = self.total - self.tax_sum
        return net

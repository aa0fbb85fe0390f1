"""The ways in which parcels travel, and what they cost by country and weight."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money, MoneyAttribute, shop_currency
from shop_core.softdelete import LiveManager, SoftDeleteModel, SoftDeleteQuerySet


class ShippingMethod(SoftDeleteModel):
    """One way of shipping; its rates say where to and for how much."""

    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    tax_class = models.CharField(
        _("tax class"), max_length=40, blank=True, help_text=_("Empty: the standard rate of the country.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[Any] = LiveManager.from_queryset(SoftDeleteQuerySet)()
    all_objects: ClassVar[Any] = SoftDeleteQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")

    def __str__(self) -> str:
        return self.name


class ShippingRate(models.Model):
    """What a way of shipping costs to some countries, up to a weight; a flat price is one rate without a weight."""

    method = models.ForeignKey(
        ShippingMethod, on_delete=models.CASCADE, related_name="rates", verbose_name=_("shipping method")
    )
    countries = models.JSONField(
        _("countries"),
        default=list,
        blank=True,
        help_text=_("Codes such as DE, AT; none: all that no other rate names."),
    )
    up_to_grams = models.PositiveIntegerField(
        _("up to (grams)"), null=True, blank=True, help_text=_("The heaviest parcel of this rate; empty: any weight.")
    )
    price_amount = models.BigIntegerField(_("price"))
    free_over_amount = models.BigIntegerField(
        _("free from"), null=True, blank=True, help_text=_("The total of the goods after discounts; empty: never free.")
    )
    currency = models.CharField(_("currency"), max_length=3, default=shop_currency)

    price = MoneyAttribute("price_amount")
    free_over = MoneyAttribute("free_over_amount")

    class Meta:
        verbose_name = _("shipping rate")
        verbose_name_plural = _("shipping rates")
        constraints = [
            models.CheckConstraint(
                condition=Q(price_amount__gte=0) & (Q(free_over_amount=None) | Q(free_over_amount__gte=0)),
                name="shop_orders_shipping_rate_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.countries) or '*'}: {self.price}"

    def carries(self, grams: int) -> bool:
        """Tell whether a parcel of that weight may travel at this rate."""
        return self.up_to_grams is None or grams <= self.up_to_grams

    def price_for(self, goods: Money) -> Money:
        """Return what it costs to ship goods of that worth."""
        is_free = self.free_over_amount is not None and goods.minor >= self.free_over_amount
        return Money.zero(self.currency) if is_free else self.price

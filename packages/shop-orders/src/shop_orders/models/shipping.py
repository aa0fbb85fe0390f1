"""The ways in which parcels travel, and what they cost."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money, MoneyAttribute, shop_currency
from shop_core.softdelete import LiveManager, SoftDeleteModel, SoftDeleteQuerySet


class ShippingMethodQuerySet(SoftDeleteQuerySet["ShippingMethod"]):
    """Shipping methods in the words of the shop."""

    def active(self, currency: str) -> ShippingMethodQuerySet:
        return self.filter(is_active=True, currency=currency)


class ShippingMethod(SoftDeleteModel):
    """One way of shipping at a flat price, free from a certain total on, to some countries or to all."""

    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    price_amount = models.BigIntegerField(_("price"), help_text=_("In minor units, such as cents."))
    free_over_amount = models.BigIntegerField(
        _("free from"), null=True, blank=True, help_text=_("In minor units; empty: never free.")
    )
    currency = models.CharField(_("currency"), max_length=3, default=shop_currency)
    countries = models.JSONField(
        _("countries"), default=list, blank=True, help_text=_('Codes such as ["DE", "AT"]; none: everywhere.')
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar = LiveManager.from_queryset(ShippingMethodQuerySet)()
    all_objects: ClassVar = ShippingMethodQuerySet.as_manager()

    price = MoneyAttribute("price_amount")
    free_over = MoneyAttribute("free_over_amount")

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        constraints = [
            models.CheckConstraint(
                condition=Q(price_amount__gte=0) & (Q(free_over_amount=None) | Q(free_over_amount__gte=0)),
                name="shop_orders_shipping_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def ships_to(self, country: str) -> bool:
        """Tell whether parcels go there; an unknown country (an empty code) is not ruled out."""
        return not country or not self.countries or country in self.countries

    def price_for(self, items: Money) -> Money:
        """Return what it costs to ship goods of that worth."""
        is_free = self.free_over is not None and items >= self.free_over
        return Money.zero(self.currency) if is_free else self.price

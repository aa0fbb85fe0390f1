"""Taxes by country and class of goods."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel, SoftDeleteQuerySet

from ..taxes import Tax


class TaxRate(SoftDeleteModel):
    """What is owed in a country on goods of a class. Orders keep a copy: a change touches none that was placed."""

    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Empty: all that have no rate of their own.")
    )
    tax_class = models.CharField(
        _("tax class"),
        max_length=40,
        blank=True,
        help_text=_("As the products name it; empty: the standard rate, for all classes without one of their own."),
    )
    name = models.CharField(_("name"), max_length=40, help_text=_("As customers read it, such as VAT."))
    rate = models.DecimalField(_("rate in percent"), max_digits=6, decimal_places=3, validators=[MinValueValidator(0)])

    objects: ClassVar[Any] = LiveManager.from_queryset(SoftDeleteQuerySet)()
    all_objects: ClassVar[Any] = SoftDeleteQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "tax_class"],
                condition=LIVE,
                name="shop_orders_one_tax_per_country_and_class",
                violation_error_message=_("There is a rate for this country and class already."),
            ),
            models.CheckConstraint(condition=Q(rate__gte=0), name="shop_orders_tax_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.country or '*'} {self.tax_class}: {self.tax.label}"

    @property
    def tax(self) -> Tax:
        return Tax(name=self.name, rate=self.rate)

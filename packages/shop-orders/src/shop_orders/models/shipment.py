"""Parcels on their way."""

from __future__ import annotations

from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..conf import conf


class Shipment(models.Model):
    """Lines of an order that left together. Its tracking number is erased with the person's data."""

    order = models.ForeignKey(
        "shop_orders.Order", on_delete=models.CASCADE, related_name="shipments", verbose_name=_("order")
    )
    carrier = models.CharField(_("carrier"), max_length=50, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("shipped"), auto_now_add=True)

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}".strip() or str(self.pk)

    @property
    def tracking_url(self) -> str:
        """Where the carrier shows the parcel; empty where the option ``TRACKING_URLS`` does not know the carrier."""
        template = conf.options.TRACKING_URLS.get(self.carrier, "")
        return template.replace("{number}", quote(self.tracking_number)) if self.tracking_number else ""

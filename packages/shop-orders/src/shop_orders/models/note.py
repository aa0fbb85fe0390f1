"""What staff write down about an order for one another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderNote(models.Model):
    """A note of staff: never shown to customers or sellers, and erased with the person's data."""

    order = models.ForeignKey(
        "shop_orders.Order", on_delete=models.CASCADE, related_name="notes", verbose_name=_("order")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    text = models.TextField(_("note"), max_length=2000)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.order_id}: {self.created_at:%Y-%m-%d %H:%M:%S}"

"""Which mails were sent about what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderMail(models.Model):
    """A mail about an event to one recipient: the row is claimed before it is sent, so that none is sent twice."""

    event = models.ForeignKey(
        "shop_orders.OrderEvent", on_delete=models.PROTECT, related_name="mails", verbose_name=_("event")
    )
    seller_ref = models.CharField(
        _("seller reference"), max_length=64, blank=True, help_text=_("Empty: the mail went to the customer.")
    )
    claimed_at = models.DateTimeField(_("claimed"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(fields=["event", "seller_ref"], name="shop_orders_one_mail_per_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.seller_ref or 'customer'}"

"""What owners of offers are told."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .stock import StockMovement

LEASE = timedelta(minutes=15)
"""How long an attempt has; after that, the next one is due."""
GIVE_UP = timedelta(days=2)
"""An alert of this age tells nothing new."""


class StockAlertQuerySet(models.QuerySet["StockAlert"]):
    """Reads of alerts in the shop's words."""

    def due(self) -> Self:
        """Return those that somebody should try to send now."""
        now = timezone.now()
        return self.filter(sent_at=None, next_attempt_at__lte=now, created_at__gt=now - GIVE_UP)


class StockAlert(models.Model):
    """A stock that passed below its threshold: written with the movement that did it, mailed to the owner once."""

    movement = models.OneToOneField(
        StockMovement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="alert"
    )
    on_hand = models.PositiveIntegerField(_("on hand"), help_text=_("Right after the movement."))
    threshold = models.PositiveIntegerField(_("low stock threshold"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects: ClassVar[Any] = StockAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock alert")
        verbose_name_plural = _("stock alerts")
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(sent_at=None), name="shop_catalog_alert_due"),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} < {self.threshold}"

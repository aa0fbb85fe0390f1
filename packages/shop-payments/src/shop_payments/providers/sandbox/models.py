"""The sandbox's own books; the shop sees of them only what a gateway would tell."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop_core.money import MoneyAttribute


class SessionState(models.TextChoices):
    """How a session at the sandbox stands."""

    OPEN = "open", _("Open")
    PAID = "paid", _("Paid")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")


class SandboxSession(models.Model):
    """A payment page that waits for its buyer; what anybody decides first, stays."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    idempotency_key = models.CharField(max_length=64, unique=True)
    description = models.CharField(max_length=200, blank=True)
    asked_amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=16, choices=SessionState.choices, default=SessionState.OPEN)
    return_url = models.CharField(max_length=2000)
    webhook_url = models.CharField(max_length=2000)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    amount = MoneyAttribute("asked_amount")

    class Meta:
        verbose_name = _("sandbox session")
        verbose_name_plural = _("sandbox sessions")

    def __str__(self) -> str:
        return str(self.public_id)

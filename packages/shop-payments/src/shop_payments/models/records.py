"""What was said between the shop and its providers: their notices, and the shop's calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .payments import Payment


class ProviderEventQuerySet(models.QuerySet["ProviderEvent"]):
    def due(self, now: datetime) -> ProviderEventQuerySet:
        """Keep what is not processed and may be tried now."""
        return self.filter(processed_at=None, next_attempt_at__lte=now)


class ProviderEvent(models.Model):
    """A proved notice, as it came; it is kept until it could be applied, and after."""

    provider = models.CharField(_("provider"), max_length=32)
    event_id = models.CharField(_("event id"), max_length=255)
    provider_ref = models.CharField(_("provider reference"), max_length=255)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("payment")
    )
    body = models.BinaryField(_("body"), help_text=_("The raw bytes; emptied when the payer's data is erased."))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    processed_at = models.DateTimeField(_("processed at"), null=True, blank=True)

    objects: ClassVar[Any] = ProviderEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider event")
        verbose_name_plural = _("provider events")
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="shop_payments_event_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(processed_at=None),
                name="shop_pay_event_due_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class Operation(models.TextChoices):
    """What a provider is asked to do."""

    START = "start", _("Start")
    EXPIRE = "expire", _("Expire")


class CallOutcome(models.TextChoices):
    """How a call ended; one without an outcome was cut off."""

    SUCCEEDED = "succeeded", _("Succeeded")
    REFUSED = "refused", _("Refused")
    UNREACHABLE = "unreachable", _("Unreachable")
    UNKNOWN = "unknown", _("Unknown")


class ProviderCall(models.Model):
    """A call that changes something at the provider's: committed before it is made, completed after."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="calls", verbose_name=_("payment"))
    operation = models.CharField(_("operation"), max_length=16, choices=Operation.choices)
    idempotency_key = models.CharField(_("idempotency key"), max_length=64)
    outcome = models.CharField(_("outcome"), max_length=16, choices=CallOutcome.choices, blank=True)
    error = models.CharField(_("error"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("started at"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider call")
        verbose_name_plural = _("provider calls")

    def __str__(self) -> str:
        return f"{self.operation} {self.idempotency_key} ({self.pk})"

"""What has moved, for ever: totals are sums over these rows."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop_core.money import MoneyAttribute

from ..exceptions import AppendOnlyError
from .payments import Payment


class EntryKind(models.TextChoices):
    """How money moved."""

    CAPTURE = "capture", _("Capture")
    REFUND = "refund", _("Refund")


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class LedgerEntry(models.Model):
    """Money that has moved at a provider's, once for each of the provider's own ids."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="entries", verbose_name=_("payment"))
    provider = models.CharField(_("provider"), max_length=32)
    provider_object_id = models.CharField(_("provider's id"), max_length=255)
    kind = models.CharField(_("kind"), max_length=16, choices=EntryKind.choices)
    moved_amount = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = LedgerQuerySet.as_manager()
    amount = MoneyAttribute("moved_amount")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.CheckConstraint(condition=Q(moved_amount__gte=0), name="shop_payments_moved_not_negative"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="shop_payments_entry_kind_known"),
            models.UniqueConstraint(fields=["provider", "provider_object_id", "kind"], name="shop_payments_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} ({self.provider_object_id})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

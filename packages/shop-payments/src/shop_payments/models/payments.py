"""One attempt to pay for anything, and the table of its states."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money, MoneyAttribute

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class PaymentState(models.TextChoices):
    """How far an attempt has come."""

    CREATED = "created", _("Created")
    PENDING = "pending", _("Pending")
    ACTION_REQUIRED = "action_required", _("Waiting for the payer")
    VERIFIED = "verified", _("Paid")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    UNKNOWN = "unknown", _("Outcome unknown")
    MISMATCH = "mismatch", _("Wrong amount arrived")


OPEN = (PaymentState.CREATED, PaymentState.PENDING, PaymentState.ACTION_REQUIRED)
"""The states in which the buyer may still be paying; a thing has one such attempt at most."""

SETTLED = (PaymentState.VERIFIED, PaymentState.MISMATCH)
"""The states in which money has arrived; they are left no more."""

ENDED = (PaymentState.FAILED, PaymentState.CANCELLED, PaymentState.EXPIRED)
"""The states of an attempt without money; late money still wins."""

MOVES: dict[PaymentState, frozenset[PaymentState]] = {
    PaymentState.CREATED: frozenset({PaymentState.PENDING, PaymentState.UNKNOWN, *ENDED, *SETTLED}),
    PaymentState.PENDING: frozenset({PaymentState.ACTION_REQUIRED, PaymentState.UNKNOWN, *ENDED, *SETTLED}),
    PaymentState.ACTION_REQUIRED: frozenset({PaymentState.PENDING, PaymentState.UNKNOWN, *ENDED, *SETTLED}),
    PaymentState.UNKNOWN: frozenset({*ENDED, *SETTLED}),
    PaymentState.FAILED: frozenset(SETTLED),
    PaymentState.CANCELLED: frozenset(SETTLED),
    PaymentState.EXPIRED: frozenset(SETTLED),
    PaymentState.VERIFIED: frozenset(),
    PaymentState.MISMATCH: frozenset(),
}
"""The states that may follow each state."""


class PaymentQuerySet(models.QuerySet["Payment"]):
    def for_subject(self, subject: models.Model) -> PaymentQuerySet:
        """Keep the attempts to pay for ``subject``."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=str(subject.pk))

    def about(self, user: AbstractBaseUser) -> PaymentQuerySet:
        """Keep the payments of a person: by their account, or with their address."""
        address = str(getattr(user, user.get_email_field_name(), "") or "")
        own = Q(user=user.pk)
        return self.filter(own | Q(payer__email__iexact=address) if address else own)

    def open(self) -> PaymentQuerySet:
        """Keep the attempts in which the buyer may still be paying."""
        return self.filter(state__in=OPEN)


def new_key() -> str:
    """Return a key that no other payment has."""
    return uuid.uuid4().hex


class Payment(models.Model):
    """One attempt to pay for something, at one provider."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(_("provider"), max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shop_payments",
    )
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subject type")
    )
    subject_id = models.CharField(_("subject id"), max_length=64, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField(_("kind"), max_length=32)
    reference = models.CharField(_("reference"), max_length=64)
    description = models.CharField(_("description"), max_length=200, blank=True)
    total_amount = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=16, choices=PaymentState.choices, default=PaymentState.CREATED)
    reason = models.CharField(_("reason"), max_length=64, blank=True, help_text=_("Why it ended, as a code."))
    needs_attention = models.BooleanField(_("needs attention"), default=False)
    provider_ref = models.CharField(_("provider reference"), max_length=255, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    redirect_url = models.CharField(_("provider's page"), max_length=2000, blank=True)
    return_url = models.CharField(_("return address"), max_length=2000, blank=True)
    base_url = models.CharField(_("shop's address"), max_length=255)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = PaymentQuerySet.as_manager()
    amount = MoneyAttribute("total_amount")

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(condition=Q(total_amount__gt=0), name="shop_payments_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="shop_payments_state_known"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=False) | ~Q(state=PaymentState.VERIFIED),
                name="shop_payments_verified_has_time",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~Q(provider_ref=""),
                name="shop_payments_provider_ref_unique",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name="shop_payments_one_open_attempt",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="shop_pay_subject_idx"),
            models.Index(fields=["kind", "reference"], name="shop_pay_reference_idx"),
            models.Index(fields=["state", "updated_at"], name="shop_pay_state_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} ({self.public_id})"

    def get_absolute_url(self) -> str:
        return reverse("shop_payments:payment", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_verified(self) -> bool:
        return self.state == PaymentState.VERIFIED

    @property
    def can_be_tried_again(self) -> bool:
        return self.state in ENDED

    @property
    def captured(self) -> Money:
        """What has arrived, in the payment's currency, as the ledger says."""
        return self._sum("capture")

    @property
    def refunded(self) -> Money:
        """What has gone back, in the payment's currency, as the ledger says."""
        return self._sum("refund")

    def can_be_seen_by(self, user: Any) -> bool:
        """Tell whether ``user`` may look: a guest's payment is shown to whoever knows its unguessable address."""
        return self.user_id is None or self.user_id == user.pk or user.has_perm("shop_payments.view_payment")

    def _sum(self, kind: str) -> Money:
        entries = self.entries.filter(kind=kind, currency=self.currency)
        total = entries.aggregate(total=models.Sum("moved_amount"))["total"]
        return Money(int(total or 0), self.currency)


class Payer(models.Model):
    """Who paid: a side row, so that it can be erased and the payment stays."""

    payment = models.OneToOneField(Payment, on_delete=models.CASCADE, related_name="payer", verbose_name=_("payment"))
    email = models.EmailField(_("email"), max_length=254, db_index=True)

    class Meta:
        verbose_name = _("payer")
        verbose_name_plural = _("payers")

    def __str__(self) -> str:
        return f"{self.email} ({self.payment_id})"

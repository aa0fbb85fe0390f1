"""What happened to an order."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money

from .order import Order
from .state import OrderState


class EventKind(models.TextChoices):
    PLACED = "placed", _("placed")
    STATE_CHANGED = "state_changed", _("state changed")
    LINES_MOVED = "lines_moved", _("a part moved")
    UNITS_CANCELLED = "units_cancelled", _("units cancelled")
    UNITS_RETURNED = "units_returned", _("units returned")
    TRACKING = "tracking", _("tracking number changed")
    PAYMENT_STARTED = "payment_started", _("payment started")
    PAYMENT_RECEIVED = "payment_received", _("payment received")
    REFUNDED = "refunded", _("money returned")
    ATTENTION = "attention", _("needs attention")
    DELETED = "deleted", _("deleted")

    @classmethod
    def for_buyers(cls) -> list[EventKind]:
        """Return what a buyer is told of the history."""
        return [
            cls.PLACED,
            cls.STATE_CHANGED,
            cls.LINES_MOVED,
            cls.UNITS_CANCELLED,
            cls.UNITS_RETURNED,
            cls.REFUNDED,
        ]


class Attention(models.TextChoices):
    """Why an order is laid before the staff."""

    TOO_LITTLE = "too_little", _("too little was received")
    TOO_MUCH = "too_much", _("too much was received")
    OTHER_CURRENCY = "other_currency", _("money came in another currency")
    PAID_AGAIN = "paid_again", _("it was paid twice")
    PAID_AFTER_CANCELLING = "paid_after_cancelling", _("it was paid after it was cancelled")
    SOLD_OUT = "sold_out", _("it was paid, but the products have gone")
    REFUND_DUE = "refund_due", _("money has to be returned")
    REFUNDED_TOO_MUCH = "refunded_too_much", _("more was returned than was received")
    REFUNDED_IN_ANOTHER_CURRENCY = "refunded_in_another_currency", _("money was returned in another currency")
    SETTLED = "settled", _("dealt with")


class OrderEvent(models.Model):
    """What happened to an order: append-only, ids and facts without personal data."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events", verbose_name=_("order"))
    kind = models.CharField(_("what"), max_length=20, choices=EventKind)
    before = models.CharField(_("from"), max_length=12, choices=OrderState, blank=True, default="")
    after = models.CharField(_("to"), max_length=12, choices=OrderState, blank=True, default="")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    reference = models.CharField(_("reference"), max_length=64, blank=True, default="")
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("order event")
        verbose_name_plural = _("order events")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind", "reference"],
                condition=~Q(reference=""),
                name="shop_orders_one_event_per_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.kind} {self.created_at:%Y-%m-%d %H:%M:%S}"

    @property
    def title(self) -> str:
        """What happened, in words for people."""
        if self.kind == EventKind.PLACED:
            return gettext("Order placed")
        if self.kind == EventKind.STATE_CHANGED:
            return self.get_after_display()
        if self.kind == EventKind.LINES_MOVED:
            return gettext("A part of it: %(state)s") % {"state": self.get_after_display()}
        reason = self.facts.get("reason")
        if self.kind == EventKind.ATTENTION and reason in Attention.values:
            return gettext("Attention: %(reason)s") % {"reason": Attention(reason).label}
        return str(EventKind(self.kind).label).capitalize()

    @property
    def units(self) -> int:
        """How many units were cancelled or came back."""
        return sum(self.facts.get("units", {}).values())

    @property
    def amount(self) -> Money | None:
        """The money that it was about."""
        return Money(self.facts["amount"], self.facts["currency"]) if "amount" in self.facts else None

    def is_about(self, lines: Collection[int]) -> bool:
        """Tell whether it is about one of these lines; what names none is about all."""
        named = self.facts.get("lines") or [int(pk) for pk in self.facts.get("units", {})]
        return not named or any(pk in lines for pk in named)

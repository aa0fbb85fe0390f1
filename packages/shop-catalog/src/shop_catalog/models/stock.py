"""The ledger of units and the holds upon them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MovementQuerySet(models.QuerySet["StockMovement"]):
    def sales(self) -> Self:
        """Return what was sold, and what came back of it: minus their sum is how many units were sold for good."""
        kinds = StockMovement.Kind
        return self.filter(kind__in=(kinds.SELL, kinds.CANCEL, kinds.RETURN))

    def newest(self) -> Self:
        return self.order_by("-pk")


class StockMovement(models.Model):
    """A line of the ledger, never changed: the sum of an offer's movements is what it has on hand."""

    class Kind(models.TextChoices):
        RECEIVE = "receive", _("received")
        ADJUST = "adjust", _("adjusted")
        SELL = "sell", _("sold")
        CANCEL = "cancel", _("sold and cancelled")
        RETURN = "return", _("returned")

    offer = models.ForeignKey(
        "shop_catalog.Offer", verbose_name=_("offer"), on_delete=models.PROTECT, related_name="movements"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    quantity = models.IntegerField(_("quantity"), help_text=_("Negative: units that left."))
    reference = models.CharField(_("reference"), max_length=64)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        constraints = [
            models.UniqueConstraint(fields=["reference", "offer", "kind"], name="shop_catalog_movement_once"),
            models.CheckConstraint(condition=~Q(quantity=0), name="shop_catalog_movement_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.kind} {self.quantity:+d}"

    @property
    def note(self) -> str:
        """What the reference says to people: a delivery note, an order; nothing where it only tells one count from another."""
        origin, _colon, said = self.reference.partition(":")
        if origin in ("opening", "counted", "admin"):
            return ""
        return said if origin == "receipt" else self.reference


class ReservationQuerySet(models.QuerySet["StockReservation"]):
    def held(self) -> Self:
        """Return those whose units are counted in ``Offer.reserved``."""
        return self.filter(state=StockReservation.State.HELD)

    def lapsed(self, at: Any = None) -> Self:
        """Return those that ran out and have not been tidied up.

        :param at: the moment that counts; now, where it is left out.
        """
        return self.held().filter(expires_at__lte=timezone.now() if at is None else at)


class StockReservation(models.Model):
    """Units held for a reference, such as an order, until a moment."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        COMMITTED = "committed", _("sold")
        RELEASED = "released", _("released")

    offer = models.ForeignKey(
        "shop_catalog.Offer", verbose_name=_("offer"), on_delete=models.PROTECT, related_name="reservations"
    )
    reference = models.CharField(_("reference"), max_length=64)
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.HELD)
    expires_at = models.DateTimeField(_("expires"))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock reservation")
        verbose_name_plural = _("stock reservations")
        constraints = [
            models.UniqueConstraint(fields=["reference", "offer"], name="shop_catalog_reservation_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shop_catalog_reservation_quantity"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="shop_catalog_reservation_held"),
            models.Index(fields=["offer", "expires_at"], condition=Q(state="held"), name="shop_catalog_offer_held"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.quantity} {self.state}"

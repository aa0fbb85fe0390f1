"""The order: a promise that keeps a copy of everything it was made on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop_core.contracts import PostalAddress
from shop_core.money import Money, MoneyAttribute
from shop_core.softdelete import LiveManager, SoftDeleteModel, SoftDeleteQuerySet

from ..taxes import Tax, TaxSum, sum_taxes
from .state import ALLOWED, CancelReason, OrderState, PaymentStatus

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class OrderQuerySet(SoftDeleteQuerySet["Order"]):
    """Orders in the words of the shop."""

    def for_customer(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def in_full(self) -> Self:
        """Fetch along what is shown of an order."""
        return self.prefetch_related("lines", "discounts", "shipments", "invoices")

    def about(self, user: AbstractBaseUser) -> Self:
        """Return the orders of a person: of the account, and those placed without one under the same address."""
        address = str(getattr(user, user.get_email_field_name(), "") or "")
        own = Q(user=user.pk)
        return self.filter(own | Q(user=None, email__iexact=address) if address else own)

    def payable(self) -> Self:
        return self.filter(state=OrderState.PENDING, paid_amount=0, hold_expires_at__gt=timezone.now())

    def run_out(self) -> Self:
        """Unpaid orders whose hold is over."""
        return self.filter(state=OrderState.PENDING, paid_amount=0, hold_expires_at__lte=timezone.now())

    def paid(self) -> Self:
        """Orders that were paid and not cancelled since."""
        return self.exclude(paid_at=None).exclude(state=OrderState.CANCELLED)


BEFORE_TAX = F("items_amount") - F("discount_amount") + F("shipping_amount")


REFUND_DUE = Q(paid_amount__gt=F("refunded_amount")) & (
    Q(state=OrderState.CANCELLED) | Q(paid_amount__gt=F("refunded_amount") + F("total_amount") - F("taken_back_amount"))
)
"""The condition of orders for which more was received than is kept: those with a `refund_due`."""


class Order(SoftDeleteModel):
    """What was bought, by whom, for how much, and how far it has come; ``number`` is its public identity.

    ``items``, ``discount`` and ``shipping`` are prices as the shop shows them: with tax where ``prices_include_tax``, else
    without. ``total`` is what is paid; ``tax`` is the tax in it, that on shipping included.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=OrderState, default=OrderState.PENDING)
    cancel_reason = models.CharField(_("reason"), max_length=10, choices=CancelReason, blank=True, default="")
    needs_attention = models.BooleanField(_("needs attention"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shop_orders_orders",
        verbose_name=_("user"),
    )
    cart = models.OneToOneField(
        "shop_orders.Cart", on_delete=models.SET_NULL, null=True, editable=False, related_name="order"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    shipping_address_data = models.JSONField(_("shipping address"), default=dict)
    billing_address_data = models.JSONField(_("billing address"), default=dict)
    shipping_ref = models.CharField(_("shipping method"), max_length=64, blank=True, default="")
    shipping_name = models.CharField(_("shipped by"), max_length=100, blank=True)
    items_amount = models.BigIntegerField(_("items"))
    discount_amount = models.BigIntegerField(_("discount"), default=0)
    shipping_amount = models.BigIntegerField(_("shipping"), default=0)
    shipping_tax_amount = models.BigIntegerField(_("tax on shipping"), default=0)
    shipping_tax_rate = models.DecimalField(
        _("tax rate of shipping in percent"), max_digits=6, decimal_places=3, default=Decimal(0)
    )
    shipping_tax_name = models.CharField(_("tax of shipping"), max_length=40, blank=True, default="")
    tax_amount = models.BigIntegerField(_("tax"), default=0)
    prices_include_tax = models.BooleanField(_("prices include tax"), default=True)
    total_amount = models.BigIntegerField(_("total"))
    paid_amount = models.BigIntegerField(_("received"), default=0)
    taken_back_amount = models.BigIntegerField(_("worth of cancelled and returned units"), default=0)
    refunded_amount = models.BigIntegerField(_("returned"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    hold_expires_at = models.DateTimeField(_("held until"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True, default="")
    origin = models.CharField(_("placed at"), max_length=200, blank=True, default="")
    idempotency_key = models.CharField(max_length=64, blank=True, default="", editable=False)
    request_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects: ClassVar = LiveManager.from_queryset(OrderQuerySet)()
    all_objects: ClassVar = OrderQuerySet.as_manager()

    items = MoneyAttribute("items_amount")
    discount = MoneyAttribute("discount_amount")
    shipping = MoneyAttribute("shipping_amount")
    shipping_tax = MoneyAttribute("shipping_tax_amount")
    tax = MoneyAttribute("tax_amount")
    total = MoneyAttribute("total_amount")
    received = MoneyAttribute("paid_amount")
    refunded = MoneyAttribute("refunded_amount")

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(
                fields=["idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="shop_orders_one_order_per_key",
            ),
            models.CheckConstraint(
                condition=Q(prices_include_tax=True, total_amount=BEFORE_TAX)
                | Q(prices_include_tax=False, total_amount=BEFORE_TAX + F("tax_amount")),
                name="shop_orders_total_is_the_sum",
            ),
            models.CheckConstraint(
                condition=Q(items_amount__gte=F("discount_amount"), discount_amount__gte=0)
                & Q(shipping_amount__gte=0, paid_amount__gte=0)
                & Q(tax_amount__gte=F("shipping_tax_amount"), shipping_tax_amount__gte=0),
                name="shop_orders_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_amount__gte=0, refunded_amount__gte=0),
                name="shop_orders_given_back_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.PENDING, OrderState.CANCELLED]) | Q(paid_at__isnull=False),
                name="shop_orders_paid_at_is_kept",
            ),
        ]
        indexes = [
            *SoftDeleteModel.Meta.indexes,
            models.Index(fields=["user", "-created_at"], name="shop_orders_of_user"),
            models.Index(fields=["state", "hold_expires_at"], name="shop_orders_hold"),
            models.Index(fields=["-created_at"], name="shop_orders_newest"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("shop_orders:order-detail", args=[self.number])

    @property
    def shipping_address(self) -> PostalAddress | None:
        return read_address(self.shipping_address_data)

    @property
    def billing_address(self) -> PostalAddress | None:
        return read_address(self.billing_address_data)

    @property
    def payment_status(self) -> PaymentStatus:
        if self.refunded_amount:
            is_whole = self.refunded_amount >= self.paid_amount
            return PaymentStatus.REFUNDED if is_whole else PaymentStatus.PARTIALLY_REFUNDED
        return PaymentStatus.PAID if self.paid_amount >= self.total_amount else PaymentStatus.UNPAID

    @property
    def refund_due(self) -> Money:
        """What was received beyond what is kept, and is not returned yet."""
        kept = 0 if self.state == OrderState.CANCELLED else self.total_amount - self.taken_back_amount
        return Money(max(0, self.paid_amount - self.refunded_amount - kept), self.currency)

    @property
    def taxes(self) -> list[TaxSum]:
        """How much of the total is which tax."""
        of_shipping = Tax(name=self.shipping_tax_name, rate=self.shipping_tax_rate)
        of_lines = [(line.tax, line.tax_sum) for line in self.lines.all()]
        return sum_taxes([*of_lines, (of_shipping, self.shipping_tax)])

    @property
    def is_payable(self) -> bool:
        """Whether a payment can be started now."""
        held = self.hold_expires_at is not None and self.hold_expires_at > timezone.now()
        return self.state == OrderState.PENDING and self.paid_amount == 0 and held

    def can_move_to(self, state: OrderState) -> bool:
        return state in ALLOWED[OrderState(self.state)]


def read_address(data: Mapping[str, Any]) -> PostalAddress | None:
    """Return the address that was written down; None where it was erased."""
    return PostalAddress(**data) if data else None

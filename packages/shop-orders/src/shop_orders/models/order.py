"""The order: a promise that keeps a copy of everything it was made on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop_core.contracts import PostalAddress
from shop_core.money import Money, MoneyAttribute
from shop_core.softdelete import LiveManager, SoftDeleteModel, SoftDeleteQuerySet

from ..taxes import Tax, TaxSum, sum_taxes

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class OrderState(models.TextChoices):
    PENDING = "pending", _("Pending")
    PAID = "paid", _("Paid")
    PROCESSING = "processing", _("Processing")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


ALLOWED: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PENDING: frozenset({OrderState.PAID, OrderState.CANCELLED}),
    OrderState.PAID: frozenset({OrderState.PROCESSING, OrderState.CANCELLED}),
    OrderState.PROCESSING: frozenset({OrderState.SHIPPED, OrderState.CANCELLED}),
    OrderState.SHIPPED: frozenset({OrderState.DELIVERED}),
    OrderState.DELIVERED: frozenset(),
    OrderState.CANCELLED: frozenset({OrderState.PAID}),
}
"""The moves of an order and of each of its lines. Only money makes them paid, and only what waited too long comes back from cancelled."""

PROGRESS = (OrderState.PENDING, OrderState.PAID, OrderState.PROCESSING, OrderState.SHIPPED, OrderState.DELIVERED)
"""The way of what is not cancelled."""


def derive_state(states: Iterable[str]) -> OrderState:
    """Return the state of an order from those of its lines: as far as the last of them has come; cancelled ones do not count."""
    alive = [PROGRESS.index(OrderState(state)) for state in states if state != OrderState.CANCELLED]
    return PROGRESS[min(alive)] if alive else OrderState.CANCELLED


class PaymentStatus(models.TextChoices):
    UNPAID = "unpaid", _("Unpaid")
    PAID = "paid", _("Paid")
    PARTIALLY_REFUNDED = "partially_refunded", _("Partially refunded")
    REFUNDED = "refunded", _("Refunded")


class CancelReason(models.TextChoices):
    CUSTOMER = "customer", _("cancelled by the customer")
    STAFF = "staff", _("cancelled by the shop")
    SELLER = "seller", _("cancelled by the seller")
    EXPIRED = "expired", _("not paid in time")


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


AFTER_DISCOUNT = F("unit_amount") * F("quantity") - F("discount_amount")


class OrderLine(models.Model):
    """Some units of one product as it was named and priced when it was bought.

    ``unit_price`` and ``discount`` are as the shop shows prices (`Order.prices_include_tax`); ``total`` is what is paid for the
    line after its share of the discounts, with the tax in it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("order"))
    product_ref = models.CharField(_("product reference"), max_length=64, db_index=True)
    group_ref = models.CharField(_("product group"), max_length=64, blank=True, db_index=True)
    name = models.CharField(_("name"), max_length=255)
    sku = models.CharField(_("SKU"), max_length=100, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    unit_amount = models.BigIntegerField(_("unit price"))
    quantity = models.PositiveIntegerField(_("quantity"))
    discount_amount = models.BigIntegerField(_("discount"), default=0)
    tax_amount = models.BigIntegerField(_("tax"), default=0)
    tax_rate = models.DecimalField(_("tax rate in percent"), max_digits=6, decimal_places=3, default=Decimal(0))
    tax_name = models.CharField(_("tax"), max_length=40, blank=True, default="")
    total_amount = models.BigIntegerField(_("total"))
    currency = models.CharField(_("currency"), max_length=3)
    seller_ref = models.CharField(_("seller reference"), max_length=64, blank=True, db_index=True)
    seller_name = models.CharField(_("seller"), max_length=255, blank=True)
    image_url = models.CharField(_("image"), max_length=500, blank=True)
    url = models.CharField(_("page"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OrderState, default=OrderState.PENDING)
    cancelled_quantity = models.PositiveIntegerField(_("cancelled units"), default=0)
    returned_quantity = models.PositiveIntegerField(_("returned units"), default=0)
    shipment = models.ForeignKey(
        "shop_orders.Shipment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("shipment"),
    )

    unit_price = MoneyAttribute("unit_amount")
    discount = MoneyAttribute("discount_amount")
    tax_sum = MoneyAttribute("tax_amount")
    total = MoneyAttribute("total_amount")

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "product_ref"], name="shop_orders_one_order_line_per_product"),
            models.CheckConstraint(
                condition=Q(total_amount=AFTER_DISCOUNT) | Q(total_amount=AFTER_DISCOUNT + F("tax_amount")),
                name="shop_orders_line_total_is_the_sum",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, discount_amount__gte=0, tax_amount__gte=0)
                & Q(total_amount__gte=F("tax_amount")),
                name="shop_orders_line_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("cancelled_quantity") + F("returned_quantity")),
                name="shop_orders_no_more_back_than_bought",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.CANCELLED) | Q(cancelled_quantity=F("quantity")),
                name="shop_orders_cancelled_line_has_no_units",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"

    @property
    def open_quantity(self) -> int:
        """The units that are neither cancelled nor returned."""
        return self.quantity - self.cancelled_quantity - self.returned_quantity

    def worth_of(self, units: int) -> int:
        """Return what the first ``units`` of the line cost, in minor units; all of them cost its total, whatever the rounding."""
        return self.total_amount * units // self.quantity

    def can_move_to(self, state: OrderState) -> bool:
        return state in ALLOWED[OrderState(self.state)]

    @property
    def undiscounted(self) -> Money:
        """What the units cost before discounts."""
        undiscounted: Money = self.unit_price * self.quantity
        return undiscounted

    @property
    def after_discount(self) -> Money:
        """What the shop shows as its price: with tax or without, as the order says."""
        price: Money = self.undiscounted - self.discount
        return price

    @property
    def tax(self) -> Tax:
        """Which tax is in it; ``tax_sum`` says how much."""
        return Tax(name=self.tax_name, rate=self.tax_rate)

    @property
    def net(self) -> Money:
        """What is paid for the line without the tax."""
        net: Money = self.total - self.tax_sum
        return net


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


def read_address(data: Mapping[str, Any]) -> PostalAddress | None:
    """Return the address that was written down; None where it was erased."""
    return PostalAddress(**data) if data else None

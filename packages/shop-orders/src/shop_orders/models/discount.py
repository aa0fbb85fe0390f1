"""Discounts: vouchers, which a buyer types, and automatic ones; and those that an order got."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from shop_core.money import MoneyAttribute
from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel, SoftDeleteQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class DiscountQuerySet(SoftDeleteQuerySet["Discount"]):
    """Discounts in the words of the shop."""

    def offered(self, voucher: str = "") -> Self:
        """Return the automatic ones, and that of a voucher, also where it cannot be used now."""
        codes = {"", normalize_code(voucher)}
        return self.filter(is_active=True, code__in=codes).order_by("priority", "pk")


class Discount(SoftDeleteModel):
    """So many percent or so much money off, for those goods and at those times that its limits say.

    Discounts add up in the order of ``priority``, the lowest first, each counted from what those before it left. One that is
    exclusive stands alone. Of an exclusive one and all others together the buyer gets what takes off the most.
    """

    name = models.CharField(_("name"), max_length=100, help_text=_("As customers read it."))
    code = models.CharField(
        _("code"), max_length=40, blank=True, help_text=_("What customers type; empty: granted by itself.")
    )
    percent_off = models.DecimalField(
        _("percent off"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    off_amount = models.BigIntegerField(_("amount off"), null=True, blank=True)
    minimum_amount = models.BigIntegerField(
        _("minimum total"), null=True, blank=True, help_text=_("Of the goods that it is for, before discounts.")
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Empty: any, where only percent are taken off.")
    )
    starts_at = models.DateTimeField(_("valid from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    max_uses = models.PositiveIntegerField(_("most uses"), null=True, blank=True, help_text=_("Empty: any number."))
    max_uses_per_customer = models.PositiveIntegerField(
        _("most uses of one customer"), null=True, blank=True, help_text=_("Known by account or e-mail address.")
    )
    uses = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    category_refs = models.JSONField(
        _("categories"), default=list, blank=True, help_text=_("With all below them; none: everything.")
    )
    seller_refs = models.JSONField(_("sellers"), default=list, blank=True, help_text=_("None: everybody's."))
    is_exclusive = models.BooleanField(_("stands alone"), default=False, help_text=_("Not with other discounts."))
    priority = models.SmallIntegerField(_("priority"), default=0, help_text=_("The lowest is taken off first."))
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar = LiveManager.from_queryset(DiscountQuerySet)()
    all_objects: ClassVar = DiscountQuerySet.as_manager()

    off = MoneyAttribute("off_amount")
    minimum = MoneyAttribute("minimum_amount")

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("discount")
        verbose_name_plural = _("discounts")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=LIVE & ~Q(code=""),
                name="shop_orders_one_discount_per_code",
                violation_error_message=_("Another discount has this code."),
            ),
            models.CheckConstraint(condition=Q(code=Upper("code")), name="shop_orders_codes_are_upper_case"),
            models.CheckConstraint(
                condition=Q(off_amount=None, percent_off__isnull=False, percent_off__gt=0, percent_off__lte=100)
                | Q(percent_off=None, off_amount__isnull=False, off_amount__gt=0),
                name="shop_orders_percent_or_amount_off",
            ),
            models.CheckConstraint(
                condition=~Q(currency="") | Q(off_amount=None, minimum_amount=None),
                name="shop_orders_amounts_have_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=F("ends_at")),
                name="shop_orders_discount_starts_before_it_ends",
                violation_error_message=_("It must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name


class OrderDiscountQuerySet(models.QuerySet["OrderDiscount"]):
    """What orders got, in the words of the shop."""

    def counted(self) -> Self:
        """Return those whose use is counted: of a `Discount`, and not given back."""
        return self.filter(given_back_at=None).exclude(discount=None)

    def of_customer(self, user: AbstractBaseUser | None, email: str) -> Self:
        """Return those of a person, known by the account, by the address, or by both."""
        own = Q(order__user=user.pk) if user else Q(pk__in=[])
        return self.filter(own | Q(order__email__iexact=email) if email else own)


class OrderDiscount(models.Model):
    """A discount that an order got, as it was called and for how much."""

    order = models.ForeignKey(
        "shop_orders.Order", on_delete=models.CASCADE, related_name="discounts", verbose_name=_("order")
    )
    discount = models.ForeignKey(
        Discount, on_delete=models.SET_NULL, null=True, related_name="orders", verbose_name=_("discount")
    )
    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(_("code"), max_length=40, blank=True)
    off_amount = models.BigIntegerField(_("amount off"))
    currency = models.CharField(_("currency"), max_length=3)
    given_back_at = models.DateTimeField(_("use given back"), null=True, blank=True)

    objects: ClassVar = OrderDiscountQuerySet.as_manager()

    off = MoneyAttribute("off_amount")

    class Meta:
        verbose_name = _("discount of an order")
        verbose_name_plural = _("discounts of orders")
        constraints = [
            models.CheckConstraint(condition=Q(off_amount__gte=0), name="shop_orders_discount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.off}"


def normalize_code(code: str) -> str:
    """Return a code as it is kept: case and outer spaces do not matter."""
    return code.strip().upper()

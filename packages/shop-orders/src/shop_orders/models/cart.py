"""The cart: what somebody may buy. It reserves nothing, and of prices it knows only what was promised."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money

from ..conf import conf

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class CartState(models.TextChoices):
    OPEN = "open", _("open")
    MERGED = "merged", _("merged")
    ORDERED = "ordered", _("ordered")


class CartQuerySet(models.QuerySet["Cart"]):
    """Carts in the words of the shop."""

    def open(self) -> Self:
        return self.filter(state=CartState.OPEN)

    def for_user(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def of_visitors(self) -> Self:
        return self.filter(user=None)

    def units(self) -> int:
        """Count the units in these carts."""
        count: int = self.aggregate(units=Coalesce(Sum("lines__quantity"), 0))["units"]
        return count


class Cart(models.Model):
    """The cart of a user, or of a visitor who is known by the cart's public id alone."""

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="shop_orders_carts",
        verbose_name=_("user"),
    )
    state = models.CharField(_("state"), max_length=10, choices=CartState, default=CartState.OPEN)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    voucher = models.CharField(_("voucher"), max_length=40, blank=True, default="")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = CartQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=CartState.OPEN), name="shop_orders_one_open_cart_per_user"
            ),
        ]
        indexes = [models.Index(fields=["state", "updated_at"], name="shop_orders_cart_state")]

    def __str__(self) -> str:
        return str(self.public_id)


class CartLine(models.Model):
    """Some units of one product; the currency of the cart is that of its first line."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines", verbose_name=_("cart"))
    product_ref = models.CharField(_("product reference"), max_length=64)
    quantity = models.PositiveIntegerField(_("quantity"))
    promised_amount = models.BigIntegerField(_("promised price"), null=True, editable=False)
    """Of one unit, in the cart's currency."""
    promised_until = models.DateTimeField(_("promised until"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints = [
            models.UniqueConstraint(fields=["cart", "product_ref"], name="shop_orders_one_line_per_product"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="shop_orders_cart_line_has_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_ref}"

    @property
    def is_promised(self) -> bool:
        """Whether the promised price holds still."""
        return self.promised_until is not None and timezone.now() < self.promised_until

    def price_from(self, price: Money) -> Money:
        """Return what a unit costs whose price is this now: no more than was promised."""
        return min(price, self._promised(price)) if self.is_promised else price

    def price_before(self, price: Money) -> Money | None:
        """Return what was promised, where that is over and another price than this."""
        if self.promised_amount is None or self.is_promised or self._promised(price) == price:
            return None
        return self._promised(price)

    def promise(self, price: Money) -> None:
        """Promise the price of now; a lower one that was promised before stays as long as it was to."""
        if not self.is_promised or price < self._promised(price):
            self.promised_amount = price.minor
            self.promised_until = timezone.now() + conf.options.PRICE_PROMISE

    def _promised(self, price: Money) -> Money:
        assert self.promised_amount is not None  # noqa: S101 - asked where there is a promise
        return Money(self.promised_amount, price.currency)

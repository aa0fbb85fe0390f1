"""The `PurchaseCheck` of orders: who bought what."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from .models import Order, OrderLine

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class OrderPurchases:
    """A product is bought by an order that was paid and not cancelled since."""

    def bought(self, user: AbstractBaseUser, group_refs: Collection[str]) -> set[str]:
        orders = Order.objects.paid().for_customer(user)
        lines = OrderLine.objects.filter(order__in=orders, group_ref__in=list(group_refs))
        return set(lines.values_list("group_ref", flat=True).distinct())

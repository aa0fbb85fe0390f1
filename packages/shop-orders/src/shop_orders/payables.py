"""The `PayableSource` of orders: what can be paid for under the kind ``order``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from shop_core.contracts import Payable

from .models import Order
from .services.payment import hold_for_payment

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class OrderPayables:
    """Orders that wait for their payment; a user may pay only his own.

    Whoever asks is about to start a payment, so the units are kept for as long as its page is open.
    """

    def resolve(self, references: Collection[str], *, user: AbstractBaseUser | None) -> Mapping[str, Payable]:
        orders = Order.objects.payable().filter(number__in=list(references), total_amount__gt=0)
        if user is not None:
            orders = orders.for_customer(user)
        return {order.number: self._payable(order) for order in orders if hold_for_payment(order=order)}

    def _payable(self, order: Order) -> Payable:
        return Payable(
            subject=order,
            reference=order.number,
            amount=order.total,
            description=_("Order %(number)s") % {"number": order.number},
            payer_email=order.email,
            return_url=f"{order.origin}{order.get_absolute_url()}",
        )

"""The uses of discounts: counted when an order is placed, given back when it is cancelled unpaid."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..exceptions import PriceChangedError, VoucherAlreadyUsedError, VoucherUsedUpError
from ..hooks import AppliedDiscount
from ..models import Discount, Order, OrderDiscount


def redeem_discounts(*, order: Order, applied: Sequence[AppliedDiscount]) -> None:
    """Write down the discounts of an order that is being placed, and count their uses; in the transaction that places it.

    The count is one conditional update: of two orders that want the last use, one gets it. The update also makes the orders of
    one customer queue up, so that the limit by customer holds as well.

    :raises VoucherUsedUpError: the last use of the code went to somebody else.
    :raises VoucherAlreadyUsedError: the customer used it in another order meanwhile.
    :raises PriceChangedError: the same of a discount without a code.
    """
    for discount in sorted(applied, key=lambda one: one.discount_id or 0):
        if discount.discount_id is None:
            continue
        free = Discount.objects.filter(Q(max_uses=None) | Q(uses__lt=F("max_uses")), pk=discount.discount_id)
        if not free.update(uses=F("uses") + 1):
            raise VoucherUsedUpError if discount.code else PriceChangedError
        if _has_used_it_up(order, discount):
            raise VoucherAlreadyUsedError if discount.code else PriceChangedError
    OrderDiscount.objects.bulk_create(
        OrderDiscount(
            order=order,
            discount_id=discount.discount_id,
            name=discount.name,
            code=discount.code,
            off_amount=discount.off.minor,
            currency=discount.off.currency,
        )
        for discount in applied
    )


@transaction.atomic
def give_discounts_back(*, order: Order) -> None:
    """Give the uses of an order's discounts back; told twice, done once."""
    for used in order.discounts.counted().order_by("discount"):
        if OrderDiscount.objects.filter(pk=used.pk, given_back_at=None).update(given_back_at=timezone.now()):
            Discount.all_objects.filter(orders=used).update(uses=F("uses") - 1)


@transaction.atomic
def take_discounts_again(*, order: Order) -> None:
    """Count the uses of an order that was cancelled and is paid after all: it keeps its price, even where no use is left."""
    for used in order.discounts.exclude(discount=None).order_by("discount"):
        if OrderDiscount.objects.filter(pk=used.pk).exclude(given_back_at=None).update(given_back_at=None):
            Discount.all_objects.filter(orders=used).update(uses=F("uses") + 1)


def _has_used_it_up(order: Order, discount: AppliedDiscount) -> bool:
    if discount.max_uses_per_customer is None:
        return False
    own = OrderDiscount.objects.counted().filter(discount=discount.discount_id).of_customer(order.user, order.email)
    return own.count() >= discount.max_uses_per_customer

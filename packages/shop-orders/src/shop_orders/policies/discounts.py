"""Discounts by the table: which fit a basket, and what each line gets of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from shop_core.money import Money

from ..exceptions import (
    UnknownVoucherError,
    VoucherAlreadyUsedError,
    VoucherBelowMinimumError,
    VoucherError,
    VoucherExpiredError,
    VoucherNotForTheseError,
    VoucherOutdoneError,
    VoucherTooEarlyError,
    VoucherUsedUpError,
)
from ..hooks import AppliedDiscount, Basket, BasketLine, Discounts
from ..models import Discount, OrderDiscount

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DiscountTable:
    """The default `DiscountPolicy`: the rows of `Discount`, in one query."""

    def discounts(self, basket: Basket) -> Discounts:
        rows = list(_with_own_uses(Discount.objects.offered(basket.voucher), basket))
        refusals = {row.pk: refusal for row in rows if (refusal := _refusal(row, basket))}
        fitting = [row for row in rows if row.pk not in refusals]
        applied = _best(fitting, basket)
        return Discounts(applied=applied, refusal=_of_voucher(rows, refusals, applied, basket))


def _with_own_uses(rows: QuerySet[Discount], basket: Basket) -> QuerySet[Discount]:
    """Let each row know, as ``own_uses``, how often the buyer has used it."""
    own = OrderDiscount.objects.counted().filter(discount=OuterRef("pk")).of_customer(basket.buyer, basket.email)
    count = own.order_by().values("discount").annotate(count=Count("pk")).values("count")
    nobody = basket.buyer is None and not basket.email
    return rows.annotate(own_uses=Value(0) if nobody else Coalesce(Subquery(count, IntegerField()), 0))


def _of_voucher(
    rows: Sequence[Discount],
    refusals: dict[int, VoucherError],
    applied: Sequence[AppliedDiscount],
    basket: Basket,
) -> VoucherError | None:
    """Return why the typed code grants nothing; None where it does, or where none was typed."""
    if not basket.voucher:
        return None
    row = next((row for row in rows if row.code), None)
    if row is None:
        return UnknownVoucherError()
    if row.pk in refusals:
        return refusals[row.pk]
    return None if any(one.discount_id == row.pk for one in applied) else VoucherOutdoneError()


def _refusal(row: Discount, basket: Basket) -> VoucherError | None:
    """Return what speaks against a discount; None: it fits."""
    now = timezone.now()
    if row.starts_at and now < row.starts_at:
        return VoucherTooEarlyError(row.starts_at)
    if row.ends_at and now >= row.ends_at:
        return VoucherExpiredError(row.ends_at)
    if row.max_uses is not None and row.uses >= row.max_uses:
        return VoucherUsedUpError()
    if row.max_uses_per_customer is not None and row.own_uses >= row.max_uses_per_customer:  # type: ignore[attr-defined]
        return VoucherAlreadyUsedError()
    goods = sum((line.total for line in _goods(row, basket)), Money.zero(basket.currency))
    if not goods or row.currency not in ("", basket.currency):
        return VoucherNotForTheseError()
    if row.minimum_amount and goods.minor < row.minimum_amount:
        return VoucherBelowMinimumError(minimum=row.minimum, missing=row.minimum - goods)
    return None


def _goods(row: Discount, basket: Basket) -> list[BasketLine]:
    """Return the lines that a discount is for."""
    return [
        line
        for line in basket.lines
        if (not row.category_refs or not set(row.category_refs).isdisjoint(line.product.category_refs))
        and (not row.seller_refs or line.product.seller_ref in row.seller_refs)
    ]


def _best(fitting: Sequence[Discount], basket: Basket) -> list[AppliedDiscount]:
    """Return what takes off the most: one exclusive discount, or all others together, who win a tie."""
    together = [row for row in fitting if not row.is_exclusive]
    choices = [together, *([row] for row in fitting if row.is_exclusive)]
    zero = Money.zero(basket.currency)
    return max(
        (stacked(choice, basket) for choice in choices), key=lambda applied: sum((one.off for one in applied), zero)
    )


def stacked(rows: Sequence[Discount], basket: Basket) -> list[AppliedDiscount]:
    """Take the discounts off one after the other, each of what those before it left."""
    left = {line.product.ref: line.total for line in basket.lines}
    applied = []
    for row in rows:
        refs = [line.product.ref for line in _goods(row, basket)]
        parts = dict(zip(refs, split(row, [left[ref] for ref in refs]), strict=True))
        if not any(parts.values()):
            continue
        left = {ref: amount - parts[ref] if ref in parts else amount for ref, amount in left.items()}
        applied.append(
            AppliedDiscount(
                name=row.name,
                code=row.code,
                parts=parts,
                discount_id=row.pk,
                max_uses_per_customer=row.max_uses_per_customer,
            )
        )
    return applied


def split(row: Discount, amounts: Sequence[Money]) -> list[Money]:
    """Return what each amount gets of a discount: in proportion, to the last minor unit, and never more than it is."""
    base = sum((amount.minor for amount in amounts[1:]), amounts[0].minor)
    if not base:
        return list(amounts)
    if row.percent_off is None:
        off = min(row.off_amount or 0, base)
    else:
        off = int((Decimal(base) * row.percent_off / 100).to_integral_value(rounding=ROUND_HALF_UP))
    return Money(off, amounts[0].currency).allocate([amount.minor for amount in amounts])

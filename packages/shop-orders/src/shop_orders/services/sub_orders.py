"""The part of each seller in an order, and the ledger of what the sellers are owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction

from shop_core.money import Money

from ..conf import conf
from ..exceptions import ReferenceUsedError
from ..models import Order, OrderEvent, OrderLine, SellerEntry, SellerEntryKind, SubOrder, derive_state


def open_sub_orders(locked: Order) -> None:
    """Give each seller of a paid order a part of it, and owe them for it; the shop's own lines make none."""
    lines = _by_seller(locked.lines.order_by("pk"))
    if not lines:
        return
    rates = conf.hook("COMMISSION_POLICY").rates(set(lines))
    parts = [
        SubOrder(
            order=locked,
            seller_ref=ref,
            seller_name=own[0].seller_name,
            state=derive_state(line.state for line in own),
            total_amount=sum(line.total_amount for line in own),
            commission_rate=rates[ref],
            currency=locked.currency,
        )
        for ref, own in lines.items()
    ]
    entries: list[SellerEntry] = []
    for part in SubOrder.objects.bulk_create(parts):
        entries += _entries(part, SellerEntryKind.SALE, part.total_amount, -part.commission_amount, locked.number)
    SellerEntry.objects.bulk_create(entries)


def follow_lines(locked: Order, lines: Iterable[OrderLine], *, event: OrderEvent) -> None:
    """Let the parts of the sellers say what their lines say, and owe them less for what was taken back.

    :param event: what the entries are known by.
    """
    by_seller = _by_seller(lines)
    entries: list[SellerEntry] = []
    changed: list[SubOrder] = []
    for part in SubOrder.objects.filter(order=locked):
        own = by_seller[part.seller_ref]
        state = derive_state(line.state for line in own)
        taken = sum(line.worth_of(line.cancelled_quantity + line.returned_quantity) for line in own)
        if (part.state, part.taken_back_amount) == (state, taken):
            continue
        worth, commission = part.sold_amount, part.commission_amount
        part.state, part.taken_back_amount = state, taken
        changed.append(part)
        less, back = part.sold_amount - worth, commission - part.commission_amount
        entries += _entries(part, SellerEntryKind.REFUND, less, back, f"{locked.number}:{event.pk}")
    SubOrder.objects.bulk_update(changed, ["state", "taken_back_amount"])
    SellerEntry.objects.bulk_create(entries)


def adjust_balance(*, seller_ref: str, amount: Money, reference: str) -> SellerEntry:
    """Change what a seller is owed by hand; what was paid out is negative. Told twice with one reference, done once.

    :raises ReferenceUsedError: the reference stands for another amount.
    """
    try:
        with transaction.atomic():
            return SellerEntry.objects.create(
                seller_ref=seller_ref,
                kind=SellerEntryKind.ADJUSTMENT,
                moved_amount=amount.minor,
                currency=amount.currency,
                reference=reference,
            )
    except IntegrityError:
        same = {"seller_ref": seller_ref, "kind": SellerEntryKind.ADJUSTMENT, "reference": reference}
        entry: SellerEntry | None = SellerEntry.objects.filter(**same).first()
        if entry is None:
            raise
        if entry.amount != amount:
            raise ReferenceUsedError from None
        return entry


def _by_seller(lines: Iterable[OrderLine]) -> dict[str, list[OrderLine]]:
    own = defaultdict(list)
    for line in lines:
        if line.seller_ref:
            own[line.seller_ref].append(line)
    return dict(own)


def _entries(
    part: SubOrder, kind: SellerEntryKind, amount: int, commission: int, reference: str
) -> Iterator[SellerEntry]:
    for each, moved in ((kind, amount), (SellerEntryKind.COMMISSION, commission)):
        if moved:
            yield SellerEntry(
                seller_ref=part.seller_ref,
                sub_order=part,
                kind=each,
                moved_amount=moved,
                currency=part.currency,
                reference=reference,
            )

"""The ledger of units: the one place where stock on hand changes."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from shop_core.signals import send_after_commit
from shop_core.tasks import queue_after_commit

from ..exceptions import NegativeStockError
from ..models import Offer, StockAlert, StockMovement, StockReservation
from ..signals import offer_stock_low
from ..tasks import send_stock_alert

logger = logging.getLogger(__name__)


def per_offer(numbers: Mapping[int, int]) -> Case:
    """Return an expression that is each offer's own number."""
    return Case(*(When(pk=pk, then=Value(number)) for pk, number in numbers.items()), output_field=IntegerField())


def move(changes: Mapping[int, int], *, kind: str, reference: str) -> dict[int, int]:
    """Change what locked offers have on hand, and write it down; return what was moved.

    What this reference moved before stays as it is.

    :raises NegativeStockError: more would leave than is free.
    """
    booked = StockMovement.objects.filter(reference=reference, kind=kind, offer__in=changes)
    done = set(booked.values_list("offer", flat=True))
    moves = {pk: change for pk, change in changes.items() if change and pk not in done}
    if not moves:
        return {}
    movements = StockMovement.objects.bulk_create(
        StockMovement(offer_id=pk, kind=kind, quantity=change, reference=reference) for pk, change in moves.items()
    )
    own = StockMovement.objects.filter(reference=reference, kind=kind, offer=OuterRef("pk"))
    after = F("on_hand") + Subquery(own.values("quantity"))
    enough = Offer.all_objects.filter(pk__in=moves).alias(after=after).filter(after__gte=F("reserved"))
    if enough.update(on_hand=after) < len(moves):
        raise NegativeStockError
    _tell_low_stock({each.offer_id: each for each in movements if each.quantity < 0})
    return moves


def _tell_low_stock(movements: Mapping[int, StockMovement]) -> None:
    """Tell of offers that passed below their threshold; the lock makes it once per crossing."""
    alerts = []
    for offer in Offer.objects.filter(pk__in=movements) if movements else ():
        movement, on_hand, threshold = movements[offer.pk], offer.on_hand, offer.threshold
        if on_hand < threshold <= on_hand - movement.quantity:
            alerts.append(StockAlert(movement=movement, on_hand=on_hand, threshold=threshold))
            send_after_commit(offer_stock_low, Offer, offer=offer, on_hand=on_hand, threshold=threshold)
    for alert in StockAlert.objects.bulk_create(alerts):
        queue_after_commit(send_stock_alert, alert.pk)


def report_disagreements() -> int:
    """Log the offers that disagree with their ledger, and return how many there are."""
    count = 0
    for offer in disagreements().values("public_id", "on_hand", "moved", "reserved", "held").iterator():
        count += 1
        logger.error(
            "Offer %(public_id)s: %(on_hand)d on hand, moved %(moved)d; %(reserved)d reserved, held %(held)d.", offer
        )
    return count


def disagreements() -> Any:
    """Return the offers whose counters are not what ledger and holds say: those as ``moved`` and ``held``."""
    counted = Offer.all_objects.annotate(
        moved=_total(StockMovement.objects.all()), held=_total(StockReservation.objects.held())
    )
    return counted.exclude(on_hand=F("moved"), reserved=F("held")).order_by("pk")


def _total(rows: QuerySet) -> Coalesce:
    own = rows.filter(offer=OuterRef("pk")).order_by().values("offer").annotate(units=Sum("quantity"))
    return Coalesce(Subquery(own.values("units")), 0)

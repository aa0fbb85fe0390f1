"""The ledger of units: the one place where stock on hand changes."""

from collections.abc import Mapping

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from shop_core.signals import send_after_commit

from ..conf import conf
from ..exceptions import NegativeStockError
from ..models import Offer, StockMovement, StockReservation
from ..signals import offer_stock_low


def per_offer(numbers: Mapping[int, int]) -> Case:
    """Return an expression that is each offer's own number."""
    return Case(*(When(pk=pk, then=Value(number)) for pk, number in numbers.items()), output_field=IntegerField())


def move(changes: Mapping[int, int], *, kind: str, reference: str) -> None:
    """Change what locked offers have on hand, and write it down; what this reference moved before stays as it is.

    :raises NegativeStockError: more would leave than is free.
    """
    booked = StockMovement.objects.filter(reference=reference, kind=kind, offer__in=changes)
    done = set(booked.values_list("offer", flat=True))
    moves = {pk: change for pk, change in changes.items() if change and pk not in done}
    if not moves:
        return
    after = F("on_hand") + per_offer(moves)
    enough = Offer.all_objects.filter(pk__in=moves).alias(after=after).filter(after__gte=F("reserved"))
    if enough.update(on_hand=after) < len(moves):
        raise NegativeStockError
    StockMovement.objects.bulk_create(
        StockMovement(offer_id=pk, kind=kind, quantity=change, reference=reference) for pk, change in moves.items()
    )
    _tell_low_stock(moves)


def _tell_low_stock(moves: Mapping[int, int]) -> None:
    """Tell of offers that passed below their threshold; the lock makes it once per crossing."""
    fewer = [pk for pk, change in moves.items() if change < 0]
    for offer in Offer.objects.filter(pk__in=fewer) if fewer else ():
        own = offer.low_stock_threshold
        threshold = conf.options.LOW_STOCK_THRESHOLD if own is None else own
        if offer.on_hand < threshold <= offer.on_hand - moves[offer.pk]:
            send_after_commit(offer_stock_low, Offer, offer=offer, on_hand=offer.on_hand, threshold=threshold)


def disagreements() -> QuerySet[Offer]:
    """Return the offers whose counters are not what ledger and holds say: those as ``moved`` and ``held``."""
    counted = Offer.all_objects.annotate(
        moved=_total(StockMovement.objects.all()), held=_total(StockReservation.objects.held())
    )
    wrong: QuerySet[Offer] = counted.exclude(on_hand=F("moved"), reserved=F("held")).order_by("pk")
    return wrong


def _total(rows: QuerySet) -> Coalesce:
    own = rows.filter(offer=OuterRef("pk")).order_by().values("offer").annotate(units=Sum("quantity"))
    return Coalesce(Subquery(own.values("units")), 0)

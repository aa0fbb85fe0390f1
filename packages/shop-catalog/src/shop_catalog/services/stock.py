"""How units come, are held, and go.

Whoever changes stock locks the offers first, by a write and in the order of their keys, and changes the counters in the
database: nobody sells what is not there, no two wait for each other, and a constraint watches over all of it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from shop_core.exceptions import OutOfStockError

from ..exceptions import BelongsToDeletedError, StockMovedError
from ..models import Offer, StockMovement, StockReservation
from ..models.stock import ReservationQuerySet
from .history import history
from .ledger import move, per_offer
from .listings import publish, publish_sales

State = StockReservation.State


@transaction.atomic
def receive(*, offer: Offer, quantity: int, reference: str) -> None:
    """Book units that arrived; told twice with the same reference, done once.

    :raises BelongsToDeletedError: its store, its variant or its product is deleted.
    """
    Offer.all_objects.filter(pk=offer.pk).lock()
    if offer.belongs_to_deleted:
        raise BelongsToDeletedError
    with history.watching(Offer, [offer.pk]):
        moved = move({offer.pk: quantity}, kind=StockMovement.Kind.RECEIVE, reference=reference)
    _show_turns(moved)


@transaction.atomic
def adjust(*, offer: Offer, on_hand: int, reference: str, seen: int | None = None) -> None:
    """Book the difference to what was counted on the shelf; told twice with the same reference, done once.

    :param seen: what the books said when it was counted; None: it does not matter.
    :raises StockMovedError: the books say something else than was seen.
    :raises NegativeStockError: more units are held for orders than were counted.
    """
    Offer.all_objects.filter(pk=offer.pk).lock()
    _release(StockReservation.objects.lapsed().filter(offer=offer))
    booked = Offer.all_objects.values_list("on_hand", flat=True).get(pk=offer.pk)
    if seen is not None and seen != booked:
        raise StockMovedError(booked)
    with history.watching(Offer, [offer.pk]):
        moved = move({offer.pk: on_hand - booked}, kind=StockMovement.Kind.ADJUST, reference=reference)
    _show_turns(moved)


@transaction.atomic
def reserve(*, reference: str, quantities: Mapping[str, int], expires_at: datetime) -> None:
    """Hold units of each offer, by product reference, until ``expires_at``; all of them or none.

    Told twice with the same reference, done once; what was released meanwhile is held anew.

    :raises OutOfStockError: with the units left of each offer that fell short.
    """
    Offer.objects.by_ref(quantities).lock()
    offers = {offer.pk: offer.ref for offer in Offer.objects.on_sale().by_ref(quantities)}
    if missing := quantities.keys() - set(offers.values()):
        raise OutOfStockError(dict.fromkeys(sorted(missing), 0))
    _release(StockReservation.objects.lapsed().filter(offer__in=offers))
    settled = StockReservation.objects.filter(reference=reference).exclude(state=State.RELEASED)
    done = set(settled.values_list("offer", flat=True))
    _hold({pk: quantities[ref] for pk, ref in offers.items() if pk not in done}, reference, expires_at)


@transaction.atomic
def extend(*, reference: str, expires_at: datetime) -> None:
    """Let a hold run until ``expires_at``, if it does not run longer already; one that was lost is taken anew.

    :raises OutOfStockError: the hold ran out and the units have gone.
    """
    reservations = _lock(reference)
    _hold_anew(reference, expires_at)
    reservations.held().filter(expires_at__lt=expires_at).update(expires_at=expires_at)


@transaction.atomic
def commit(*, reference: str) -> None:
    """Turn a hold into a sale; one that was lost is taken anew if it can be. Told twice, done once.

    :raises OutOfStockError: the hold ran out and the units have gone.
    """
    reservations = _lock(reference)
    _hold_anew(reference, timezone.now())
    sold = {pk: -quantity for pk, quantity in reservations.held().values_list("offer", "quantity")}
    reservations.held().update(state=State.COMMITTED)
    _change_reserved(sold)
    move(sold, kind=StockMovement.Kind.SELL, reference=reference)
    publish_sales(sold)


@transaction.atomic
def release(*, reference: str) -> None:
    """Give a hold up; a committed or unknown one stays as it is."""
    _release(_lock(reference).held())


@transaction.atomic
def restock(*, reference: str, quantities: Mapping[str, int], returned: bool = False) -> None:
    """Put sold units back, by product reference; told twice with the same reference, done once.

    :param returned: a customer sent them back; otherwise the order was cancelled before they left.
    """
    offers = Offer.all_objects.by_ref(quantities)
    offers.lock()
    kind = StockMovement.Kind.RETURN if returned else StockMovement.Kind.CANCEL
    moved = move({offer.pk: quantities[offer.ref] for offer in offers}, kind=kind, reference=reference)
    _show_turns(moved)
    publish_sales(moved)


def release_all_lapsed() -> int:
    """Tidy up all holds that ran out, in short transactions, and return how many it were."""
    total = 0
    while count := release_lapsed():
        total += count
    return total


@transaction.atomic
def release_lapsed(*, limit: int = 1000) -> int:
    """Tidy up at most ``limit`` holds that ran out, and return how many it were.

    Nothing waits for this: they count as free already.
    """
    lapsed = StockReservation.objects.lapsed()
    offers = list(lapsed.order_by("expires_at").values_list("offer", flat=True)[:limit])
    Offer.all_objects.filter(pk__in=offers).lock()
    return _release(lapsed.filter(offer__in=offers))


def _lock(reference: str) -> ReservationQuerySet:
    """Lock the offers of a reference, and return its reservations."""
    reservations: ReservationQuerySet = StockReservation.objects.filter(reference=reference)
    Offer.all_objects.filter(pk__in=reservations.values("offer")).lock()
    return reservations


def _hold(wanted: Mapping[int, int], reference: str, expires_at: datetime) -> None:
    """Hold units of locked offers and write it down."""
    if not wanted:
        return
    rows = Offer.all_objects.filter(pk__in=wanted)
    offers = list(rows)
    if short := [offer for offer in offers if offer.units_left < wanted[offer.pk]]:
        raise OutOfStockError({offer.ref: offer.units_left for offer in short})
    rows.update(reserved=F("reserved") + per_offer(wanted))
    StockReservation.objects.bulk_create(
        [
            StockReservation(offer_id=pk, reference=reference, quantity=quantity, expires_at=expires_at)
            for pk, quantity in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["reference", "offer"],
        update_fields=["quantity", "state", "expires_at"],
    )
    if sold_out := [offer.pk for offer in offers if offer.units_left == wanted[offer.pk]]:
        publish(Offer.all_objects.filter(pk__in=sold_out).values("variant__product"))


def _hold_anew(reference: str, expires_at: datetime) -> None:
    """Take again what was released of a reference; lapsed holds of others make room."""
    released = StockReservation.objects.filter(reference=reference, state=State.RELEASED)
    if lost := dict(released.values_list("offer", "quantity")):
        _release(StockReservation.objects.lapsed().filter(offer__in=lost).exclude(reference=reference))
        _hold(lost, reference, expires_at)


def _release(reservations: ReservationQuerySet) -> int:
    """Give up holds of locked offers, and return how many."""
    released = list(reservations.values_list("pk", "offer", "quantity"))
    StockReservation.objects.filter(pk__in=[pk for pk, _, _ in released]).update(state=State.RELEASED)
    units: dict[int, int] = {}
    for _, offer, quantity in released:
        units[offer] = units.get(offer, 0) - quantity
    _change_reserved(units)
    _show_turns({pk: -change for pk, change in units.items()})
    return len(released)


def _show_turns(freed: Mapping[int, int]) -> None:
    """Let lists show which offers have just sold out, or come back.

    :param freed: by how many units what is free of each offer has grown.
    """
    if not freed:
        return
    rows = Offer.all_objects.filter(pk__in=freed).values_list("pk", "on_hand", "reserved", "variant__product")
    left = {pk: (on_hand - reserved, product) for pk, on_hand, reserved, product in rows}
    publish({product for pk, (units, product) in left.items() if (units > 0) != (units - freed[pk] > 0)})


def _change_reserved(changes: Mapping[int, int]) -> None:
    if changes:
        Offer.all_objects.filter(pk__in=changes).update(reserved=F("reserved") + per_offer(changes))

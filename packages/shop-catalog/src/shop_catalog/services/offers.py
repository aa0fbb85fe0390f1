"""What stores ask for, and how that changes."""

from typing import TypedDict, Unpack
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop_core.money import Money, shop_currency
from shop_core.signals import send_after_commit

from ..exceptions import (
    BelongsToDeletedError,
    DeletedByShopError,
    ForeignCurrencyError,
    OfferExistsError,
    UnitsHeldError,
)
from ..models import Offer, Seller, StockMovement, StockReservation, Store, Variant
from ..signals import offer_price_changed
from .history import history
from .ledger import move
from .listings import publish
from .stock import adjust


class OfferChanges(TypedDict, total=False):
    """What can be changed of an offer.

    ``stock`` is what was counted on the shelf, ``stock_seen`` what the books said then (left out: it does not matter).
    """

    price: Money
    stock: int
    stock_seen: int | None
    is_active: bool
    low_stock_threshold: int | None


@transaction.atomic
def create_offer(
    *, variant: Variant, store: Store, price: Money, stock: int = 0, low_stock_threshold: int | None = None
) -> Offer:
    """Offer a variant in a store, with what stands on the shelf.

    :raises ForeignCurrencyError: the price is not in the shop's currency.
    :raises OfferExistsError: the store offers that variant already.
    """
    _refuse_foreign(price)
    offer = Offer(variant=variant, store=store, low_stock_threshold=low_stock_threshold)
    offer.price = price
    try:
        with transaction.atomic():
            offer.save()
    except IntegrityError:
        if Offer.objects.filter(variant=variant, store=store).exists():
            raise OfferExistsError from None
        raise
    move({offer.pk: stock}, kind=StockMovement.Kind.RECEIVE, reference=f"opening:{offer.ref}")
    offer.refresh_from_db(fields=["on_hand"])
    history.created([offer])
    publish([variant.product_id])
    return offer


@transaction.atomic
def change_price(*, offer: Offer, price: Money) -> Offer:
    """Ask another price for an offer, and tell of it.

    :raises ForeignCurrencyError: it is not in the shop's currency.
    """
    Offer.all_objects.filter(pk=offer.pk).lock()
    before = Offer.all_objects.get(pk=offer.pk).price
    offer.price = price
    if price != before:
        _refuse_foreign(price)
        with history.watching(Offer, [offer.pk]):
            offer.save(update_fields=["price_amount", "currency", "updated_at"])
        publish([offer.variant.product_id])
        send_after_commit(offer_price_changed, Offer, offer=offer, before=before, after=price)
    return offer


@transaction.atomic
def set_active(*, offer: Offer, active: bool) -> Offer:
    """Put an offer on sale, or take it off."""
    Offer.objects.filter(pk=offer.pk).lock()
    with history.watching(Offer, [offer.pk]):
        Offer.objects.filter(pk=offer.pk).update(is_active=active)
    offer.is_active = active
    publish([offer.variant.product_id])
    return offer


@transaction.atomic
def update_offer(*, offer: Offer, **changes: Unpack[OfferChanges]) -> Offer:
    """Change any of an offer's price, counted stock, activity and threshold at once.

    :raises BelongsToDeletedError: its store, its variant or its product is deleted.
    :raises ForeignCurrencyError: the price is not in the shop's currency.
    :raises StockMovedError: the books say something else than was seen.
    :raises NegativeStockError: more units are held for orders than were counted.
    """
    Offer.objects.filter(pk=offer.pk).lock()
    if offer.belongs_to_deleted:
        raise BelongsToDeletedError
    with history.watching(Offer, [offer.pk]):
        if "price" in changes:
            change_price(offer=offer, price=changes["price"])
        if "low_stock_threshold" in changes:
            offer.low_stock_threshold = changes["low_stock_threshold"]
            offer.save(update_fields=["low_stock_threshold", "updated_at"])
        if "stock" in changes:
            seen = changes.get("stock_seen")
            adjust(offer=offer, on_hand=changes["stock"], reference=f"counted:{uuid4()}", seen=seen)
        if "is_active" in changes:
            set_active(offer=offer, active=changes["is_active"])
    offer.refresh_from_db()
    return offer


@transaction.atomic
def delete_offer(*, offer: Offer, seller: Seller | None = None) -> None:
    """Take an offer out of sight; what the ledger knows of it stays, and `restore_offer` brings it back.

    :param seller: who takes it away, and may restore it; None: the staff, who may always.
    :raises BelongsToDeletedError: its store, its variant or its product is deleted.
    :raises UnitsHeldError: units are held for orders.
    """
    Offer.objects.filter(pk=offer.pk).lock()
    if offer.belongs_to_deleted:
        raise BelongsToDeletedError
    held = StockReservation.objects.held().filter(offer=offer)
    if held.exclude(pk__in=StockReservation.objects.lapsed()).exists():
        raise UnitsHeldError
    with history.watching(Offer, [offer.pk]):
        now = timezone.now()
        Offer.objects.filter(pk=offer.pk).update(deleted_at=now, updated_at=now, deleted_by=seller)
    publish([offer.variant.product_id])


@transaction.atomic
def restore_offer(*, offer: Offer, seller: Seller | None = None) -> Offer:
    """Bring a deleted offer back, at the price and with the stock that it had.

    :param seller: who wants it back; None: the staff, who may always.
    :raises DeletedByShopError: it was not this seller who took it away.
    :raises BelongsToDeletedError: its store, its variant or its product is deleted.
    :raises OfferExistsError: the store offers the variant anew.
    """
    if offer.belongs_to_deleted:
        raise BelongsToDeletedError
    deleted = Offer.all_objects.filter(pk=offer.pk)
    deleted.lock()
    offer.refresh_from_db(fields=["deleted_at", "deleted_by"])
    if offer.is_deleted and seller and offer.deleted_by_id != seller.pk:
        raise DeletedByShopError
    try:
        with transaction.atomic(), history.watching(Offer, [offer.pk]):
            deleted.update(deleted_at=None, deleted_by=None, updated_at=timezone.now())
    except IntegrityError:
        raise OfferExistsError(_("The store offers it anew; delete that offer first.")) from None
    publish([offer.variant.product_id])
    offer.refresh_from_db()
    return offer


def _refuse_foreign(price: Money) -> None:
    if price.currency != shop_currency():
        raise ForeignCurrencyError(currency=shop_currency())

"""What stores ask for, and how that changes."""

from django.db import transaction

from shop_core.money import Money
from shop_core.signals import send_after_commit

from ..models import Offer, StockMovement, Store, Variant
from ..signals import offer_price_changed
from .ledger import move
from .listings import refresh_prices


@transaction.atomic
def create_offer(*, variant: Variant, store: Store, price: Money, stock: int = 0) -> Offer:
    """Offer a variant in a store, with what stands on the shelf."""
    offer = Offer(variant=variant, store=store)
    offer.price = price
    offer.save()
    move({offer.pk: stock}, kind=StockMovement.Kind.RECEIVE, reference=f"opening:{offer.ref}")
    offer.refresh_from_db(fields=["on_hand"])
    refresh_prices([variant.product_id])
    return offer


@transaction.atomic
def change_price(*, offer: Offer, price: Money) -> Offer:
    """Ask another price for an offer, and tell of it."""
    Offer.objects.filter(pk=offer.pk).lock()
    before = Offer.objects.get(pk=offer.pk).price
    offer.price = price
    if price != before:
        offer.save(update_fields=["price_amount", "currency", "updated_at"])
        refresh_prices([offer.variant.product_id])
        send_after_commit(offer_price_changed, Offer, offer=offer, before=before, after=price)
    return offer


@transaction.atomic
def set_active(*, offer: Offer, active: bool) -> Offer:
    """Put an offer on sale, or take it off."""
    Offer.objects.filter(pk=offer.pk).update(is_active=active)
    offer.is_active = active
    refresh_prices([offer.variant.product_id])
    return offer

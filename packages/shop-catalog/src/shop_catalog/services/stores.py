"""Where things are sold."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..exceptions import BelongsToDeletedError
from ..models import Offer, Seller, Store
from .history import history
from .listings import publish
from .slugs import with_free_slug
from .wording import refuse_offence


def default_store() -> Store:
    """Return the shop's own store, made on the first call: a shop of one vendor never notices it."""
    store: Store | None = Store.all_objects.select_related("seller").filter(is_default=True).first()
    if store is None:
        store, made = Store.all_objects.get_or_create(
            is_default=True, defaults={"name": _("Our shop"), "slug": "our-shop"}
        )
        history.created([store] if made else [])
    return store


@transaction.atomic
def open_store(*, name: str, seller: Seller, description: str = "") -> Store:
    """Open a store of a seller, under a slug of its own.

    :raises OffensiveWordsError: by field.
    """
    refuse_offence(name=name, description=description)
    store: Store = with_free_slug(
        name, lambda slug: Store.objects.create(name=name, slug=slug, seller=seller, description=description)
    )
    history.created([store])
    return store


@transaction.atomic
def update_store(*, store: Store, name: str, description: str) -> Store:
    """Change what is said of a store; under a new name it keeps its address.

    :raises OffensiveWordsError: by field, where it is a seller's.
    """
    if store.seller_id:
        refuse_offence(name=name, description=description)
    Store.objects.filter(pk=store.pk).lock()
    with history.watching(Store, [store.pk]):
        store.name, store.description = name, description
        store.save(update_fields=["name", "description", "updated_at"])
    _publish(store)
    return store


def close_store(*, store: Store) -> None:
    """Take all that a store offers off sale, until it opens again."""
    _set_open(store, False)


def reopen_store(*, store: Store) -> None:
    """Put what a closed store offers on sale again."""
    _set_open(store, True)


@transaction.atomic
def delete_store(*, store: Store) -> None:
    """Take a store out of sight, and what it offers off sale."""
    Store.objects.filter(pk=store.pk).lock()
    with history.watching(Store, [store.pk]):
        Store.objects.filter(pk=store.pk).soft_delete()
    _publish(store)


@transaction.atomic
def restore_store(*, store: Store) -> Store:
    """Bring a deleted store back with what it offers; under a new address where its own is taken.

    :raises BelongsToDeletedError: its seller is deleted.
    """
    if store.seller and store.seller.is_deleted:
        raise BelongsToDeletedError
    deleted = Store.all_objects.filter(pk=store.pk)
    deleted.lock()
    store.refresh_from_db()
    if store.is_deleted:
        back = {"deleted_at": None, "updated_at": timezone.now()}
        with history.watching(Store, [store.pk]):
            with_free_slug(store.slug, lambda slug: deleted.update(slug=slug, **back))
        _publish(store)
        store.refresh_from_db()
    return store


@transaction.atomic
def _set_open(store: Store, is_open: bool) -> None:
    Store.objects.filter(pk=store.pk).lock()
    with history.watching(Store, [store.pk]):
        Store.objects.filter(pk=store.pk).update(is_open=is_open, updated_at=timezone.now())
    store.is_open = is_open
    _publish(store)


def _publish(store: Store) -> None:
    publish(Offer.objects.filter(store=store).values("variant__product"))

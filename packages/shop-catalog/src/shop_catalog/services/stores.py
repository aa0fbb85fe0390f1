"""Where things are sold, and under which names."""

from itertools import chain, count

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from ..exceptions import BelongsToDeletedError, NameTakenError
from ..models import Category, Offer, Seller, Store
from ..models.folding import name_key
from .history import history
from .listings import publish
from .slugs import with_free_slug
from .wording import refuse_offence, refuse_unreadable

OWN_NAME = gettext_noop("Our shop")


def default_store() -> Store:
    """Return the shop's own store, made on the first call: a shop of one vendor never notices it."""
    store: Store | None = Store.all_objects.select_related("seller").filter(is_default=True).first()
    if store is None:
        store, made = Store.all_objects.get_or_create(
            is_default=True, defaults={"name": gettext(OWN_NAME), "slug": "our-shop"}
        )
        history.created([store] if made else [])
    return store


def refuse_taken_names(*, seller: Seller | None, **names: str) -> None:
    """Refuse names of other sellers and of their stores, the shop's own among them, and what only looks different.

    Nobody else is given a name until the transaction ends.

    :param seller: who is to have them; None: the shop itself.
    :param names: by their fields; empty ones are none.
    :raises NameTakenError: with a message for each field whose name is taken.
    """
    taken = _names_of_others(seller)
    faults = [field for field, name in names.items() if name and name_key(name) in taken]
    if faults:
        raise NameTakenError(errors={field: [str(NameTakenError.message)] for field in faults})


def free_name(name: str, *, seller: Seller | None) -> str:
    """Return a name that nobody but this seller has: the given one, or with a number behind it."""
    taken = _names_of_others(seller)
    candidates = chain([name], (f"{name[:110]} {number}" for number in count(2)))
    return next(each for each in candidates if name_key(each) not in taken)


def _names_of_others(seller: Seller | None) -> set[str]:
    """Return the keys of the names that others sell under, and let nobody take another until the transaction ends."""
    if not Store.all_objects.filter(is_default=True).update(is_default=True):
        Category.objects.lock_tree()  # the shop's own store is still to come
    others = Seller.objects.exclude(pk=seller.pk) if seller else Seller.objects.all()
    names = [
        *others.values_list("name", flat=True),
        *Store.objects.exclude(seller=seller).exclude(seller__deleted_at__isnull=False).values_list("name", flat=True),
        *([OWN_NAME, gettext(OWN_NAME)] if seller else []),
    ]
    return {name_key(name) for name in names}


@transaction.atomic
def open_store(*, name: str, seller: Seller, description: str = "") -> Store:
    """Open a store of a seller, under a slug of its own.

    :raises NameTakenError: others sell under this name.
    :raises OffensiveWordsError: by field.
    """
    refuse_unreadable(name=name)
    refuse_offence(name=name, description=description)
    refuse_taken_names(seller=seller, name=name)
    store: Store = with_free_slug(
        name, lambda slug: Store.objects.create(name=name, slug=slug, seller=seller, description=description)
    )
    history.created([store])
    return store


@transaction.atomic
def update_store(*, store: Store, name: str, description: str) -> Store:
    """Change what is said of a store; under a new name it keeps its address.

    :raises NameTakenError: others sell under this name.
    :raises OffensiveWordsError: by field, where it is a seller's.
    """
    refuse_unreadable(name=name)
    if store.seller_id:
        refuse_offence(name=name, description=description)
    if name != store.name:
        refuse_taken_names(seller=store.seller, name=name)
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

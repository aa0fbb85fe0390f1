"""Who sells in this shop."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from shop_core.signals import send_after_commit
from shop_core.tasks import queue_after_commit

from .. import tasks
from ..conf import conf
from ..exceptions import AlreadySellerError, SellersNotTakenError
from ..models import Offer, Seller, Store
from ..signals import seller_approved, seller_registered
from .history import history
from .listings import publish
from .stores import free_name, open_store, refuse_taken_names
from .wording import is_readable, offends, refuse_offence, refuse_unreadable

ERASED_NAME = "—"


@transaction.atomic
def register_seller(
    *, user: AbstractBaseUser, name: str, country: str = "", about: str = "", store_name: str = ""
) -> Seller:
    """Make a person a seller, with a store where one is named; who may not sell at once waits for the staff, who are mailed.

    :param country: ISO 3166-1 alpha-2.
    :raises AlreadySellerError: this person is one, or was one and is deleted.
    :raises NameTakenError: others sell under this name, or that of the store; by field.
    :raises OffensiveWordsError: by field.
    :raises SellersNotTakenError: ``WHO_SELLS`` is the staff alone.
    """
    if conf.options.WHO_SELLS == "staff":
        raise SellersNotTakenError
    refuse_unreadable(name=name, store_name=store_name)
    refuse_offence(name=name, about=about, store_name=store_name)
    is_approved = conf.options.WHO_SELLS == "any_user"
    try:
        with transaction.atomic():
            seller: Seller = Seller.objects.create(
                user=user, name=name, country=country, about=about, is_approved=is_approved
            )
    except IntegrityError:
        raise AlreadySellerError from None
    refuse_taken_names(seller=seller, name=name, store_name=store_name)
    history.created([seller])
    if store_name:
        open_store(name=store_name, seller=seller)
    if not is_approved:
        queue_after_commit(tasks.mail_application, seller.pk)
    send_after_commit(seller_registered, Seller, seller=seller)
    return seller


@transaction.atomic
def first_store_of(*, user: AbstractBaseUser) -> Store | None:
    """Return the store that a person opened first; where everybody sells, who has none gets one, and becomes a seller for it."""
    sellers = Seller.objects.filter(user=user.pk)
    if conf.options.WHO_SELLS == "any_user":
        if not sellers.lock():
            name = shown_name(user, otherwise=_("Private seller"))
            name = free_name(_("Private seller") if offends(name) or not is_readable(name) else name, seller=None)
            with suppress(AlreadySellerError):  # another request of theirs was faster
                register_seller(user=user, name=name, store_name=name)
        elif not Store.objects.run_by(user).exists():
            seller = sellers.get()
            open_store(name=free_name(seller.name, seller=seller), seller=seller)
    first: Store | None = Store.objects.run_by(user).order_by("pk").first()
    return first


@transaction.atomic
def update_seller(*, seller: Seller, name: str, country: str, about: str) -> Seller:
    """Change what a seller says of themselves.

    :raises NameTakenError: others sell under this name.
    :raises OffensiveWordsError: by field.
    """
    refuse_unreadable(name=name)
    refuse_offence(name=name, about=about)
    if name != seller.name:
        refuse_taken_names(seller=seller, name=name)
    Seller.objects.filter(pk=seller.pk).lock()
    with history.watching(Seller, [seller.pk]):
        seller.name, seller.country, seller.about = name, country, about
        seller.save(update_fields=["name", "country", "about", "updated_at"])
    publish(_products_of(seller))
    return seller


@transaction.atomic
def approve_seller(*, seller: Seller) -> None:
    """Let a seller sell, and mail them so; who sells already goes on."""
    Seller.objects.filter(pk=seller.pk).lock()
    with history.watching(Seller, [seller.pk]):
        waiting = Seller.objects.filter(pk=seller.pk, is_approved=False)
        was_waiting = waiting.update(is_approved=True, updated_at=timezone.now())
    if was_waiting:
        seller.is_approved = True
        publish(_products_of(seller))
        queue_after_commit(tasks.mail_approval, seller.pk)
        send_after_commit(seller_approved, Seller, seller=seller)


@transaction.atomic
def suspend_seller(*, seller: Seller) -> None:
    """Take what a seller offers off sale until they are approved again."""
    Seller.objects.filter(pk=seller.pk).lock()
    with history.watching(Seller, [seller.pk]):
        Seller.objects.filter(pk=seller.pk).update(is_approved=False, updated_at=timezone.now())
    seller.is_approved = False
    publish(_products_of(seller))


@transaction.atomic
def delete_seller(*, seller: Seller) -> None:
    """Take a seller out of sight, and what they offer off sale."""
    Seller.objects.filter(pk=seller.pk).lock()
    with history.watching(Seller, [seller.pk]):
        Seller.objects.filter(pk=seller.pk).soft_delete()
    publish(_products_of(seller))


@transaction.atomic
def restore_seller(*, seller: Seller) -> Seller:
    """Bring a deleted seller back, with their stores and offers; one who was erased comes back as nobody, and sells nothing."""
    Seller.all_objects.filter(pk=seller.pk).lock()
    with history.watching(Seller, [seller.pk]):
        Seller.all_objects.filter(pk=seller.pk).restore()
    publish(_products_of(seller))
    seller.refresh_from_db()
    return seller


@transaction.atomic
def erase_seller(*, user: AbstractBaseUser) -> None:
    """Take what a person sells off sale, and forget who it was."""
    sellers = Seller.all_objects.filter(user=user.pk)
    offers = Offer.all_objects.filter(store__seller__in=sellers)
    product_ids = list(offers.values_list("variant__product", flat=True).distinct())
    history.erased(Seller, list(sellers.values_list("pk", flat=True)))
    offers.update(is_active=False)
    nobody = Concat(Value("gone-"), Cast("pk", CharField()))
    own_stores = Store.all_objects.filter(seller__in=sellers)
    history.erased(Store, list(own_stores.values_list("pk", flat=True)))
    own_stores.update(name=ERASED_NAME, slug=nobody, description="", is_open=False)
    sellers.update(user=None, name=ERASED_NAME, country="", about="", is_approved=False, deleted_at=timezone.now())
    publish(product_ids)


def _products_of(seller: Seller) -> QuerySet[Any]:
    offers: QuerySet[Any] = Offer.objects.filter(store__seller=seller)
    return offers.values("variant__product")


def shown_name(user: AbstractBaseUser, *, otherwise: str) -> str:
    """Return what a person is called in the shop, never an address of theirs; ``otherwise`` where there is nothing else."""
    full_name = getattr(user, "get_full_name", str)()
    names = [full_name, user.get_username()]
    return next((name[:120] for name in names if name and "@" not in name), otherwise)

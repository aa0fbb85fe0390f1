"""What one can do to an address book; one address, if there are any, is the default."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from shop_core.addresses import clean_address
from shop_core.contracts import PostalAddress

from ..exceptions import AddressGoneError
from ..models import Account, Address
from ..models.addresses import POSTAL_FIELDS


@transaction.atomic
def add_address(
    *, user: AbstractBaseUser, postal: PostalAddress, label: str = "", make_default: bool = False
) -> Address:
    """Write an address into the user's book; the first one becomes the default.

    :raises AddressError: with messages by field: the country writes its addresses otherwise.
    """
    address = Address(user_id=user.pk, label=label)
    address.set_postal(clean_address(postal))
    _lock_book(user)
    first = not Address.objects.filter(user_id=user.pk).exists()
    address.save()
    if first or make_default:
        _move_default(address)
    return address


@transaction.atomic
def change_address(*, address: Address, postal: PostalAddress, label: str = "") -> Address:
    """Write an address anew.

    :raises AddressError: with messages by field: the country writes its addresses otherwise.
    :raises AddressGoneError: it was deleted in the meantime.
    """
    _hold(address)
    address.set_postal(clean_address(postal))
    address.label = label
    address.save(update_fields=["label", *POSTAL_FIELDS, "updated_at"])
    return address


@transaction.atomic
def make_default_address(*, address: Address) -> None:
    """Make an address the default instead of the one that was.

    :raises AddressGoneError: it was deleted in the meantime.
    """
    _hold(address)
    _move_default(address)


@transaction.atomic
def remove_address(*, address: Address) -> None:
    """Delete an address; if it was the default, the newest of the others becomes it."""
    user = address.user
    _lock_book(user)
    Address.objects.filter(pk=address.pk).delete()
    newest = Address.objects.for_user(user).first()
    if newest and not newest.is_default:
        _move_default(newest)


def _lock_book(user: AbstractBaseUser) -> None:
    """Let one change of a book follow the other."""
    Account.objects.select_for_update().of(user)


def _hold(address: Address) -> None:
    _lock_book(address.user)
    if not Address.objects.filter(pk=address.pk).exists():
        raise AddressGoneError


def _move_default(address: Address) -> None:
    Address.objects.filter(user=address.user, is_default=True).exclude(pk=address.pk).update(is_default=False)
    Address.objects.filter(pk=address.pk).update(is_default=True)
    address.is_default = True

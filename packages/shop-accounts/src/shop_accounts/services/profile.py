"""What a user says of oneself, and shows."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from ..models import Account
from ..validators import name_faults


@transaction.atomic
def update_profile(*, account: Account, first_name: str, last_name: str) -> Account:
    """Change the name.

    :raises ValidationError: by field name: it is none.
    """
    if faults := name_faults(first_name=first_name, last_name=last_name):
        raise ValidationError(faults)
    holder = account.name_holder
    holder.first_name, holder.last_name = first_name.strip(), last_name.strip()
    account.save()
    if holder is not account:
        holder.save(update_fields=["first_name", "last_name"])
    return account


@transaction.atomic
def set_photo(*, account: Account, photo: File[bytes] | None) -> None:
    """Put a picture in place of the one before, whose file goes when all is saved; None: no picture.

    :param photo: as `shop_core.uploads.clean_image` writes it.
    """
    storage, old = account.photo.storage, account.photo.name
    account.photo = photo or ""
    account.save(update_fields=["photo", "updated_at"])
    if old:
        transaction.on_commit(lambda: storage.delete(old))

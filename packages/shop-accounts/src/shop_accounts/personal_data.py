"""What shop-accounts knows of a person."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from .addresses import AccountAddressBook
from .identity import email_of
from .models import Account, Address, OneTimeCode, RecoveryCode, SecondFactor
from .models.addresses import POSTAL_FIELDS


class AccountPersonalData:
    """The `PersonalData` of the account and its addresses; the user's own row is deleted by whoever asks."""

    def export(self, user: AbstractBaseUser) -> dict[str, object]:
        account = Account.objects.of(user)
        holder = account.name_holder
        facts = {
            "email": email_of(user),
            "first_name": holder.first_name,
            "last_name": holder.last_name,
            "phone": str(account.phone),
            "state": account.state,
            "created_at": account.created_at.isoformat(),
        }
        book = AccountAddressBook().for_user(user)
        addresses = [{field: getattr(postal, field) for field in POSTAL_FIELDS} for postal in book]
        return {"account.json": facts, "addresses.json": addresses, **_photo(account)}

    @transaction.atomic
    def erase(self, user: AbstractBaseUser) -> None:
        account = Account.objects.filter(pk=user.pk).first()
        Address.objects.filter(user_id=user.pk).delete()
        OneTimeCode.objects.filter(Q(user_id=user.pk) | Q(target=email_of(user).lower())).delete()
        SecondFactor.objects.filter(user_id=user.pk).delete()
        RecoveryCode.objects.filter(user_id=user.pk).delete()
        if account is None:
            return
        if account.photo:
            account.photo.delete(save=False)
        account.first_name = account.last_name = account.phone = account.proven_phone = ""
        account.save()


def _photo(account: Account) -> dict[str, bytes]:
    if not account.photo:
        return {}
    with account.photo.open("rb") as file:
        return {f"photo{PurePath(str(account.photo.name)).suffix}": file.read()}

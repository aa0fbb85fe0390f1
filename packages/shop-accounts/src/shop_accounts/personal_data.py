"""What shop-accounts knows of a person."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, Q

from .addresses import AccountAddressBook
from .identity import email_of, has_field, name_field
from .models import (
    Account,
    Address,
    DeletionRequest,
    KnownDevice,
    OneTimeCode,
    Passkey,
    RecoveryCode,
    SecondFactor,
    UserSession,
)
from .models.addresses import POSTAL_FIELDS
from .services.sessions import end_sessions


class AccountPersonalData:
    """The `PersonalData` of the account and all that belongs to it; the user's own row is deleted by whoever asks."""

    def export(self, user: AbstractBaseUser) -> dict[str, object]:
        account = Account.objects.of(user)
        book = AccountAddressBook().for_user(user)
        addresses = [{field: getattr(postal, field) for field in POSTAL_FIELDS} for postal in book]
        facts = {"account.json": _facts(account), "addresses.json": addresses, "security.json": _security(user)}
        return {**json.loads(json.dumps(facts, cls=DjangoJSONEncoder)), **_photo(account)}

    @transaction.atomic
    def erase(self, user: AbstractBaseUser) -> None:
        account = Account.objects.filter(pk=user.pk).first()
        _erase_admin_log(user, account)
        end_sessions(user=user)
        Address.objects.filter(user_id=user.pk).delete()
        targets = [email_of(user).lower(), *([str(account.phone), str(account.proven_phone)] if account else [])]
        OneTimeCode.objects.filter(Q(user_id=user.pk) | Q(target__in=filter(None, targets))).delete()
        for model in (SecondFactor, Passkey, RecoveryCode, KnownDevice):
            model.objects.filter(user_id=user.pk).delete()
        if account is None:
            return
        if account.photo:
            storage, name = account.photo.storage, str(account.photo.name)
            transaction.on_commit(lambda: storage.delete(name), robust=True)
        account.first_name = account.last_name = account.phone = account.proven_phone = account.photo = ""
        account.save()


def _facts(account: Account) -> dict[str, object]:
    user: Any = account.user
    holder = account.name_holder
    name = name_field()
    return {
        "email": email_of(user),
        "email_confirmed_at": account.email_confirmed_at,
        **({"user_name": getattr(user, name)} if name else {}),
        "first_name": holder.first_name,
        "last_name": holder.last_name,
        "phone": str(account.phone),
        "state": account.state,
        "created_at": account.created_at,
        "last_login": user.last_login if has_field("last_login") else None,
        "groups": sorted(user.groups.values_list("name", flat=True)) if has_field("groups") else [],
    }


def _security(user: AbstractBaseUser) -> dict[str, object]:
    sessions = UserSession.objects.filter(user_id=user.pk).order_by("created_at")
    request = DeletionRequest.objects.scheduled_for(user)
    return {
        "second_steps": list(SecondFactor.objects.on(user).values("kind", "confirmed_at")),
        "passkeys": list(Passkey.objects.of(user).values("name", "created_at", "used_at")),
        "logged_in": list(sessions.values("kind", "agent", "network", "created_at", "seen_at", "expires_at")),
        "devices_last_used": list(KnownDevice.objects.filter(user_id=user.pk).values_list("seen_at", flat=True)),
        "deletion_due_at": request.due_at if request else None,
    }


def _photo(account: Account) -> dict[str, bytes]:
    if not account.photo:
        return {}
    with account.photo.open("rb") as file:
        return {f"photo{PurePath(str(account.photo.name)).suffix}": file.read()}


def _erase_admin_log(user: AbstractBaseUser, account: Account | None) -> None:
    """Take the person out of what the admin noted; who of the staff did what and when stays."""
    if not apps.is_installed("django.contrib.admin"):
        return
    from django.contrib.admin.models import LogEntry

    addresses = Address.objects.filter(user_id=user.pk).values_list("pk", flat=True)
    noted = _entries_of(get_user_model(), [user.pk]) | _entries_of(Account, [user.pk])
    noted |= _entries_of(Address, addresses)
    names = [email_of(user), *([account.full_name, str(account.phone)] if account else [])]
    for name in filter(None, names):
        noted |= Q(object_repr__icontains=name) | Q(change_message__icontains=name)
    LogEntry.objects.filter(noted).update(object_repr="", change_message="")


def _entries_of(model: type[Model], keys: Any) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=[str(key) for key in keys])

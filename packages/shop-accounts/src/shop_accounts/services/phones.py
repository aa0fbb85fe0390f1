"""How the phone of an account is changed: only when the new one is proven, and the old contacts are told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from shop_core.tasks import queue_after_commit

from ..conf import conf
from ..contacts import normal_contact
from ..exceptions import InvalidCodeError, PhoneInUseError
from ..models import Account, CodePurpose, FactorKind, SecondFactor
from ..tasks import text_phone_changed
from .codes import request_code, use_code
from .notices import Event, notify
from .proof import prove_oneself


def request_phone_change(*, user: Any, phone: str, request: HttpRequest, current_password: str = "") -> bool:
    """Send a code to a new phone, and return whether it must be given to `change_phone`.

    No code is needed to take the phone away, and none can be sent by a shop without ``SMS_BACKEND``: the change is made at once.

    :param phone: the new number with its country code; empty: none.
    :raises WrongPasswordError: the current password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    :raises ValidationError: it is no phone number.
    :raises PhoneInUseError: the phone shall go, and codes for the second step are sent to it.
    :raises TooManyCodesError: the last code was sent too short ago.
    """
    prove_oneself(user=user, password=current_password, request=request)
    phone = normal_contact(phone) if phone else ""
    if phone and conf.options.SMS_BACKEND:
        send_phone_code(user=user, phone=phone)
        return True
    if SecondFactor.objects.on(user).filter(kind=FactorKind.SMS).exists():
        raise PhoneInUseError
    _put(user=user, phone=phone, proven="", request=request)
    return False


def send_phone_code(*, user: Any, phone: str) -> None:
    """Send another code to a new phone, whose change was asked for by `request_phone_change`.

    :raises TooManyCodesError: the last code was sent too short ago.
    """
    request_code(target=phone, purpose=CodePurpose.PHONE, user=user)


def change_phone(*, user: Any, phone: str, code: str, request: HttpRequest | None = None) -> None:
    """Put a new phone in place by the code that was sent there, and tell the old contacts.

    :raises ValidationError: it is no phone number.
    :raises InvalidCodeError: the code is wrong, too old, was used, or was sent to another phone or for another user.
    """
    phone = normal_contact(phone)
    if use_code(target=phone, purpose=CodePurpose.PHONE, code=code) != user:
        raise InvalidCodeError
    _put(user=user, phone=phone, proven=phone, request=request)


@transaction.atomic
def _put(*, user: Any, phone: str, proven: str, request: HttpRequest | None) -> None:
    account = Account.objects.select_for_update().get(pk=Account.objects.of(user).pk)
    old, old_is_proven = str(account.phone), account.is_phone_proven
    account.phone, account.proven_phone = phone, proven
    account.save(update_fields=["phone", "proven_phone", "updated_at"])
    if old == phone:
        return
    notify(user=user, event=Event.PHONE_CHANGED, request=request)
    if old_is_proven and conf.options.SMS_BACKEND:
        queue_after_commit(text_phone_changed, old)

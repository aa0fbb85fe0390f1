"""How an account is put to sleep and woken up; its data is kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from shop_core.signals import send_after_commit
from shop_core.tasks import queue_after_commit

from ..exceptions import NotActiveError, NotDeactivatedError
from ..identity import has_field
from ..models import Account, AccountState, OneTimeCode
from ..signals import account_deactivated
from ..tasks import mail_deactivated
from .notices import Event, notify
from .proof import prove_oneself
from .sessions import end_sessions


def deactivate_own_account(*, user: Any, password: str, request: HttpRequest) -> None:
    """Deactivate one's own account, and log out everywhere.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    """
    prove_oneself(user=user, password=password, request=request)
    deactivate_account(user=user)


@transaction.atomic
def deactivate_account(*, user: Any) -> None:
    """Deactivate an account: every session, token and code ends, everything else is kept.

    :raises NotActiveError: it is not active.
    """
    account = _move(user, AccountState.DEACTIVATED)
    queue_after_commit(mail_deactivated, str(user.pk))
    send_after_commit(account_deactivated, sender=Account, account=account)


@transaction.atomic
def reactivate_account(*, user: Any, base_url: str = "") -> None:
    """Let a user log in again whose account was deactivated; sessions and tokens from before stay dead.

    :param base_url: what stands before the path of the link in the mail.
    :raises NotDeactivatedError: there is nothing to undo.
    """
    if _lock(user).state != AccountState.DEACTIVATED:
        raise NotDeactivatedError
    _move(user, AccountState.ACTIVE)
    notify(user=user, event=Event.REACTIVATED, base_url=base_url)


def _move(user: Any, state: AccountState) -> Account:
    account = _lock(user)
    if not account.can_become(state):
        raise NotActiveError
    account.state = state
    account.save(update_fields=["state", "updated_at"])
    if has_field("is_active"):
        user.is_active = state == AccountState.ACTIVE
        user.save(update_fields=["is_active"])
    end_sessions(user=user)
    OneTimeCode.objects.filter(user_id=user.pk).update(digest="")
    return account


def _lock(user: Any) -> Account:
    account: Account = Account.objects.select_for_update().get(pk=user.pk)
    return account

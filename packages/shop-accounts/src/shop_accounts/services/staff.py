"""What staff can do to the account of somebody else; nobody manages who stands higher.

Whether staff may do it at all is asked by the caller: the rights are ``change_account``, ``assign_roles`` and ``reset_second_step``.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from shop_core.signals import send_after_commit

from ..exceptions import NotWaitingError, OwnSecondStepError
from ..identity import has_field
from ..models import Account, AccountState, Passkey, RecoveryCode, SecondFactor
from ..signals import account_activated
from .devices import forget_devices
from .guesses import forget_guesses
from .notices import Event, notify
from .roles import check_rank
from .sessions import end_sessions

logger = logging.getLogger(__name__)


@transaction.atomic
def let_in(*, user: Any, by: Any) -> None:
    """Make an account active that waits for its confirmation; the address stays unconfirmed, since nobody has proven it.

    :raises NotWaitingError: the account is active already, or deactivated.
    :raises AboveYourRoleError: ``user`` has a higher role than ``by``.
    """
    check_rank(user=user, by=by)
    account = Account.objects.select_for_update().get(pk=user.pk)
    if account.state != AccountState.PENDING:
        raise NotWaitingError
    account.state = AccountState.ACTIVE
    account.save(update_fields=["state", "updated_at"])
    if has_field("is_active"):
        user.is_active = True
        user.save(update_fields=["is_active"])
    send_after_commit(account_activated, sender=Account, account=account)


def log_out(*, user: Any, by: Any) -> int:
    """End all sessions and families of tokens of a user, and return how many there were.

    :raises AboveYourRoleError: ``user`` has a higher role than ``by``.
    """
    check_rank(user=user, by=by)
    return end_sessions(user=user)


@transaction.atomic
def reset_second_step(*, user: Any, by: Any, base_url: str = "") -> None:
    """Take away every way of the second step from a user who has lost them, end all sessions, and tell the user by mail.

    :param base_url: what stands before the path of the link in the mail.
    :raises OwnSecondStepError: ``by`` is the user; the security page does it, and asks for the password.
    :raises AboveYourRoleError: ``user`` has a higher role than ``by``.
    """
    if user.pk == by.pk:
        raise OwnSecondStepError
    check_rank(user=user, by=by)
    SecondFactor.objects.filter(user_id=user.pk).delete()
    Passkey.objects.filter(user_id=user.pk).delete()
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    end_sessions(user=user)
    forget_devices(user=user)
    forget_guesses(user=user)
    notify(user=user, event=Event.MFA_RESET, base_url=base_url)
    logger.warning("The second step of user %s was reset by user %s.", user.pk, by.pk)

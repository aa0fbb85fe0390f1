"""How an address is confirmed."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode

from shop_core.signals import send_after_commit
from shop_core.tasks import queue_after_commit

from ..exceptions import InvalidLinkError
from ..identity import find_by_email, has_field
from ..models import Account, AccountState
from ..signals import account_activated
from ..tasks import mail_activation_link
from ..tokens import activation_tokens


def check_link(*, uidb64: str, token: str) -> AbstractBaseUser:
    """Return the user whom this link would activate, and change nothing.

    :raises InvalidLinkError: it is malformed, too old, or was used.
    """
    user = _decode(uidb64)
    if user is None or not activation_tokens.check_token(user, token):  # type: ignore[arg-type]
        raise InvalidLinkError
    return user


@transaction.atomic
def activate(*, uidb64: str, token: str) -> AbstractBaseUser:
    """Confirm the address that the link was mailed to, and make a waiting account active.

    :raises InvalidLinkError: it is malformed, too old, or was used.
    """
    found = _decode(uidb64)
    account = Account.objects.select_for_update().filter(pk=found.pk).first() if found else None
    user = check_link(uidb64=uidb64, token=token)
    if account is None or account.state == AccountState.DEACTIVATED:
        raise InvalidLinkError
    account.email_confirmed_at = timezone.now()
    if account.can_become(AccountState.ACTIVE):
        account.state = AccountState.ACTIVE
        if has_field("is_active"):
            user.is_active = True
            user.save(update_fields=["is_active"])  # type: ignore[misc]
        send_after_commit(account_activated, sender=Account, account=account)
    account.save(update_fields=["state", "email_confirmed_at", "updated_at"])
    return user


def resend_activation(*, email: str, base_url: str) -> None:
    """Mail a new link to whoever still has this address to confirm; nobody learns whether there was one."""
    waiting = find_by_email(email.strip()).filter(
        shop_account__email_confirmed_at=None,
        shop_account__state__in=[AccountState.PENDING, AccountState.ACTIVE],
    )
    for key in waiting.values_list("pk", flat=True):
        queue_after_commit(mail_activation_link, str(key), base_url)


def _decode(uidb64: str) -> AbstractBaseUser | None:
    try:
        key = urlsafe_base64_decode(uidb64).decode()
        return get_user_model()._default_manager.filter(pk=key).first()
    except (ValueError, OverflowError, ValidationError):
        return None

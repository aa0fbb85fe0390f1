"""How the e-mail of an account is changed: only when the new one is proven, and the old one is told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from shop_core.tasks import queue_after_commit

from ..exceptions import InvalidLinkError
from ..identity import email_field, email_of, find_by_email
from ..models import Account
from ..tasks import mail_account_exists, mail_email_change
from .notices import Event, notify
from .proof import prove_oneself
from .sessions import current_session, end_sessions

SALT = "shop_accounts.email_change"


def request_email_change(
    *, user: Any, email: str, request: HttpRequest, base_url: str, current_password: str = ""
) -> None:
    """Mail a link to the new address; a taken one gets the same answer, and its owner is told.

    :raises WrongPasswordError: the current password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    """
    prove_oneself(user=user, password=current_password, request=request)
    email = get_user_model().objects.normalize_email(email.strip())
    if owner := find_by_email(email).exclude(pk=user.pk).first():
        queue_after_commit(mail_account_exists, str(owner.pk), base_url)
        return
    token = signing.dumps({"user": str(user.pk), "email": email, "stamp": _stamp(user)}, salt=SALT)
    queue_after_commit(mail_email_change, str(user.pk), base_url, email, token)


def new_email_of(*, token: str) -> tuple[Any, str]:
    """Return the user and the new e-mail of a link, and change nothing.

    :raises InvalidLinkError: it is malformed, too old, or was used, or the password or e-mail was changed since.
    """
    try:
        wish = signing.loads(token, salt=SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
        user = get_user_model()._default_manager.select_related("shop_account").get(pk=wish["user"])
    except (signing.BadSignature, get_user_model().DoesNotExist, ValidationError, ValueError):
        raise InvalidLinkError from None
    if not (user.is_active and constant_time_compare(wish["stamp"], _stamp(user))):
        raise InvalidLinkError
    return user, wish["email"]


@transaction.atomic
def change_email(*, token: str, request: HttpRequest) -> None:
    """Put the new e-mail in place, tell the old one, and end all sessions and tokens but that of the request.

    :raises InvalidLinkError: the link does not hold, or the address was taken in the meantime.
    """
    user, email = new_email_of(token=token)
    account = Account.objects.select_for_update().get(pk=user.pk)
    user, email = new_email_of(token=token)
    old = email_of(user)
    if find_by_email(email).exclude(pk=user.pk).exists():
        raise InvalidLinkError
    setattr(user, email_field(), email)
    try:
        with transaction.atomic():
            user.save(update_fields=[email_field()])
    except IntegrityError:
        raise InvalidLinkError from None
    account.email_confirmed_at = timezone.now()
    account.save(update_fields=["email_confirmed_at", "updated_at"])
    end_sessions(user=user, keep=current_session(request))
    notify(user=user, event=Event.EMAIL_CHANGED, request=request, to=old)


def _stamp(user: Any) -> str:
    return salted_hmac(SALT, f"{email_of(user)}\n{user.password}", algorithm="sha256").hexdigest()

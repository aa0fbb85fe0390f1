"""One-time codes: asked for, sent, used once."""

from __future__ import annotations

import math
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shop_core.tasks import queue_after_commit

from ..backends import NameOrEmailBackend
from ..conf import conf
from ..contacts import is_email, normal_contact
from ..exceptions import InvalidCodeError, TooManyCodesError
from ..identity import email_of, find_by_email
from ..links import base_url
from ..mails import send_mail_to
from ..models import Account, OneTimeCode, SecondFactor
from ..tasks import send_one_time_code

DIGITS = 6
WINDOW = timedelta(hours=1)


@transaction.atomic
def request_code(*, target: str, purpose: str, user: Any = None) -> None:
    """Have a code sent to a target; one that belongs to nobody gets the same answer and no message.

    :param target: an e-mail or a phone.
    :param user: whose code it is; the active user with this e-mail or proven phone where it is left out.
    :raises ValidationError: the target is neither, or a phone in a shop that sends no text messages.
    :raises TooManyCodesError: the last request was too short ago, or there were too many in this hour.
    """
    target = _sendable(target)
    owner = user or _owner(target)
    row, _made = OneTimeCode.objects.get_or_create(purpose=purpose, target=target)
    row = OneTimeCode.objects.select_for_update().get(pk=row.pk)
    now = timezone.now()
    if row.window_started_at <= now - WINDOW:
        row.window_started_at, row.sends = now, 0
    if (wait := _wait(row)) > 0:
        raise TooManyCodesError(retry_after=wait)
    row.user, row.digest, row.attempts, row.sends = owner, "", 0, row.sends + 1
    row.requested_at, row.expires_at = now, now + conf.options.CODE_LIFETIME
    row.save()
    if owner:
        queue_after_commit(send_one_time_code, row.pk)


def seconds_to_wait(*, target: str, purpose: str) -> int:
    """Return how many seconds must pass before a target may get another code."""
    row = OneTimeCode.objects.filter(target=normal_contact(target), purpose=purpose).first()
    return max(_wait(row), 0) if row else 0


def send_code(*, pk: int) -> None:
    """Make the code that was asked for, and send it; a code that was made before is replaced.

    It is made here, so that it stands in no queue and no table: the row keeps a keyed digest.
    """
    row = OneTimeCode.objects.select_related("user", "user__shop_account").filter(pk=pk).first()
    if row is None or row.user is None or row.expires_at <= timezone.now():
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    made = OneTimeCode.objects.filter(pk=pk, requested_at=row.requested_at, attempts=0)
    if made.update(digest=_digest(row.purpose, row.target, code)):
        _deliver(row, row.user, code)


def use_code(*, target: str, purpose: str, code: str) -> AbstractBaseUser:
    """Use a code up, and return the user it was made for. Call it outside of transactions: each try must count.

    :raises ValidationError: the target is neither an e-mail nor a phone.
    :raises InvalidCodeError: it is wrong, too old, used, replaced by a newer one, or was guessed at too often.
    """
    target = normal_contact(target)
    usable = OneTimeCode.objects.usable(target=target, purpose=purpose)
    tried = usable.filter(attempts__lt=conf.options.CODE_ATTEMPTS).update(attempts=F("attempts") + 1)
    digest = _digest(purpose, target, "".join(code.split()))
    row = usable.filter(digest=digest).select_related("user", "user__shop_account").first() if tried else None
    if row is None or row.user is None or not usable.filter(pk=row.pk, digest=digest).update(digest=""):
        raise InvalidCodeError
    return row.user


@transaction.atomic
def confirm_contact(*, user: AbstractBaseUser, contact: str) -> None:
    """Note that a contact of a user was proven by a code."""
    contact = normal_contact(contact)
    account = Account.objects.select_for_update().get(pk=user.pk)
    if contact == email_of(user).lower():
        account.email_confirmed_at = account.email_confirmed_at or timezone.now()
    elif contact == str(account.phone):
        account.proven_phone = contact
    account.save(update_fields=["email_confirmed_at", "proven_phone", "updated_at"])


def prune_one_time_codes() -> int:
    """Delete the codes that neither hold nor limit anything any more, and return how many went.

    The secrets of authenticator apps whose setting up nobody finished go as well.
    """
    SecondFactor.objects.abandoned().delete()
    deleted: int = OneTimeCode.objects.forgettable(timezone.now() - WINDOW).delete()[0]
    return deleted


def _sendable(target: str) -> str:
    try:
        target = normal_contact(target)
    except ValidationError as error:
        raise ValidationError({"target": error.messages}) from None
    if not is_email(target) and not conf.options.SMS_BACKEND:
        raise ValidationError({"target": _("This shop sends no text messages; give an e-mail.")})
    return target


def _owner(target: str) -> Any:
    """Return the one active user who owns a contact."""
    if is_email(target):
        users = list(find_by_email(target).select_related("shop_account")[:2])
    else:
        accounts = Account.objects.filter(phone=target, proven_phone=target).select_related("user")[:2]
        users = [account.user for account in accounts]
    active = [user for user in users if NameOrEmailBackend().user_can_authenticate(user)]
    return active[0] if len(users) == len(active) == 1 else None


def _wait(row: OneTimeCode) -> int:
    now = timezone.now()
    free_at = row.requested_at + conf.options.CODE_COOLDOWN if row.requested_at else now
    if row.sends >= conf.options.CODE_SENDS_PER_HOUR and row.window_started_at > now - WINDOW:
        free_at = max(free_at, row.window_started_at + WINDOW)
    return math.ceil((free_at - now).total_seconds())


def _digest(purpose: str, target: str, code: str) -> str:
    return salted_hmac(f"shop_accounts.code.{purpose}", f"{target}\n{code}", algorithm="sha256").hexdigest()


def _deliver(row: OneTimeCode, user: AbstractBaseUser, code: str) -> None:
    minutes = int(conf.options.CODE_LIFETIME.total_seconds() // 60)
    context = {"code": code, "minutes": minutes, "purpose": row.get_purpose_display()}
    if is_email(row.target):
        send_mail_to(user, mail="one_time_code", base_url=base_url(), to=row.target, **context)
    else:
        text = render_to_string("shop_accounts/sms/one_time_code.txt", context)
        conf.hook("SMS_BACKEND").send(row.target, " ".join(text.split()))

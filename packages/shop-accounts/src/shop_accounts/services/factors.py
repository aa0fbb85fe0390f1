"""What a user sets up for the second step: an authenticator app, codes by e-mail, codes by text message; passkeys stand in `passkeys`."""

from __future__ import annotations

import base64
import logging
import secrets
import time
from typing import Any
from urllib.parse import quote, urlencode

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_otp.oath import hotp

from ..conf import conf
from ..exceptions import ContactsNotProvenError, InvalidCodeError, UnknownMethodError
from ..identity import email_of
from ..models import Account, CodePurpose, FactorKind, Passkey, RecoveryCode, SecondFactor
from ..passkeys import is_offered
from ..sealing import UnreadableSecretError, seal
from .codes import confirm_contact, use_code
from .guesses import count_guess, forget_guesses
from .notices import Event, notify
from .proof import check_recent_login, prove_oneself
from .recovery import new_recovery_codes

logger = logging.getLogger(__name__)

STEP = 30
TOLERANCE = 1


def contact_for(*, user: Any, kind: str) -> str:
    """Return where the codes of a kind go to; empty: nowhere."""
    return {FactorKind.EMAIL: email_of(user).lower(), FactorKind.SMS: str(Account.objects.of(user).phone)}.get(
        FactorKind(kind), ""
    )


def possible_kinds(*, user: Any) -> list[FactorKind]:
    """Return the ways that this shop offers and this user can use."""
    offered = [FactorKind(kind) for kind in conf.options.MFA_METHODS]
    if not conf.options.SMS_BACKEND or not Account.objects.of(user).phone:
        offered = [kind for kind in offered if kind != FactorKind.SMS]
    if not is_offered():
        offered = [kind for kind in offered if kind != FactorKind.PASSKEY]
    return offered


def unproven_contacts(*, user: Any) -> list[str]:
    """Return which of the user's contacts must be proven before a second step can be turned on."""
    account = Account.objects.of(user)
    texts = bool(account.phone and conf.options.SMS_BACKEND)
    unproven = {FactorKind.EMAIL: not account.is_verified, FactorKind.SMS: texts and not account.is_phone_proven}
    return [contact_for(user=user, kind=kind) for kind, missing in unproven.items() if missing]


def prove_contact(*, user: Any, contact: str, code: str) -> None:
    """Note that a contact is the user's, by the code that was sent there for `CodePurpose.VERIFY`.

    :raises InvalidCodeError: the code is wrong, too old, or was sent to somebody else.
    """
    if use_code(target=contact, purpose=CodePurpose.VERIFY, code=code) != user:
        raise InvalidCodeError
    confirm_contact(user=user, contact=contact)


def start_totp(*, user: Any) -> SecondFactor:
    """Return the authenticator app that waits for its first code, with its secret; one that is on already stays as it is.

    Shown once more within `SET_UP_TIME`, it is the same, and its time begins anew; after that, the secret is another.
    """
    secret = seal(base64.b32encode(secrets.token_bytes(20)).decode())
    mine = SecondFactor.objects.filter(user_id=user.pk, kind=FactorKind.TOTP)
    mine.abandoned().delete()
    factor, _made = mine.get_or_create(user_id=user.pk, kind=FactorKind.TOTP, defaults={"secret": secret})
    if factor.confirmed_at is None:
        factor.created_at = timezone.now()
        factor.secret = factor.secret if _is_readable(factor) else secret
        mine.unfinished().update(created_at=factor.created_at, secret=factor.secret)
    return factor


def totp_address(*, user: Any, factor: SecondFactor) -> str:
    """Return what the QR code says."""
    issuer = conf.options.MFA_ISSUER
    label = quote(f"{issuer}:{email_of(user)}")
    return f"otpauth://totp/{label}?{urlencode({'secret': factor.seed, 'issuer': issuer})}"


def check_possible(*, user: Any, kind: str) -> None:
    """Make sure that a user may set a way up.

    :raises UnknownMethodError: this shop does not offer it, or the user has no such contact.
    :raises ContactsNotProvenError: the e-mail or the phone is not proven yet.
    """
    if kind not in possible_kinds(user=user):
        raise UnknownMethodError
    if unproven_contacts(user=user):
        raise ContactsNotProvenError


def turn_on(*, user: Any, kind: str, code: str, request: HttpRequest) -> list[str]:
    """Turn a way on by a code of it, tell the user, and return new recovery codes if it is the first one.

    :raises LoginTooOldError: the login of the request is not recent.
    :raises UnknownMethodError: this shop does not offer it, or the user has no such contact.
    :raises ContactsNotProvenError: the e-mail or the phone is not proven yet.
    :raises InvalidCodeError: the code is wrong, too old or was used.
    :raises TooManyGuessesError: there were too many wrong codes.
    """
    check_recent_login(user=user, request=request)
    check_possible(user=user, kind=kind)
    if kind == FactorKind.PASSKEY:  # takes no code
        raise UnknownMethodError
    use_factor_code(user=user, kind=kind, code=code, factor=_waiting(user, kind))
    return confirm_factor(user=user, kind=kind, request=request)


def turn_off(*, user: Any, kind: str, password: str, request: HttpRequest) -> None:
    """Turn a way off, and tell the user; with the last one the recovery codes go, too.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    """
    prove_oneself(user=user, password=password, request=request)
    drop_factor(user=user, kind=kind, request=request)


@transaction.atomic
def confirm_factor(*, user: Any, kind: str, request: HttpRequest | None = None) -> list[str]:
    """Note that a way is on, tell the user, and return new recovery codes if it is the first one."""
    lock_factors(user=user)
    first = not SecondFactor.objects.on(user).exists()
    SecondFactor.objects.update_or_create(user_id=user.pk, kind=kind, defaults={"confirmed_at": timezone.now()})
    notify(user=user, event=Event.MFA_ENABLED if first else Event.MFA_CHANGED, request=request)
    return new_recovery_codes(user=user) if first else []


@transaction.atomic
def drop_factor(*, user: Any, kind: str, request: HttpRequest | None = None) -> None:
    """Forget a way, and tell the user; with the last one the recovery codes go, too."""
    lock_factors(user=user)
    gone, _rows = SecondFactor.objects.filter(user_id=user.pk, kind=kind).delete()
    if kind == FactorKind.PASSKEY:
        Passkey.objects.filter(user_id=user.pk).delete()
    last = not SecondFactor.objects.on(user).exists()
    if last:
        RecoveryCode.objects.filter(user_id=user.pk).delete()
    if gone:
        notify(user=user, event=Event.MFA_DISABLED if last else Event.MFA_CHANGED, request=request)


def lock_factors(*, user: Any) -> None:
    """Make whoever else changes the user's ways wait for the end of the transaction."""
    Account.objects.select_for_update().filter(pk=user.pk).first()


@transaction.atomic
def renew_recovery_codes(*, user: Any, request: HttpRequest) -> list[str]:
    """Return new recovery codes in place of those from before, and tell the user.

    :raises LoginTooOldError: the login of the request is not recent.
    :raises UnknownMethodError: the user has no second step that they could replace.
    """
    check_recent_login(user=user, request=request)
    lock_factors(user=user)
    if not SecondFactor.objects.on(user).exists():
        raise UnknownMethodError
    notify(user=user, event=Event.MFA_CHANGED, request=request)
    return new_recovery_codes(user=user)


def use_factor_code(*, user: Any, kind: str, code: str, factor: SecondFactor | None) -> None:
    """Use up a code of one way.

    :raises InvalidCodeError: it is wrong, too old or was used.
    :raises TooManyGuessesError: there were too many wrong ones.
    """
    count_guess(user=user)
    if kind == FactorKind.TOTP:
        if factor is None or not _use_totp(factor, code):
            raise InvalidCodeError
    elif use_code(target=contact_for(user=user, kind=kind), purpose=CodePurpose.MFA, code=code) != user:
        raise InvalidCodeError
    forget_guesses(user=user)


def _waiting(user: Any, kind: str) -> SecondFactor | None:
    SecondFactor.objects.abandoned().filter(user_id=user.pk).delete()
    waiting: SecondFactor | None = SecondFactor.objects.unfinished().filter(user_id=user.pk, kind=kind).first()
    return waiting


def _use_totp(factor: SecondFactor, code: str) -> bool:
    """Accept the code of this half minute or of its neighbours, if no later code was used."""
    if not _is_readable(factor):
        logger.error("None of ENCRYPTION_KEYS opens the secret of second factor %s.", factor.pk)
        return False
    key, now, code = base64.b32decode(factor.seed), int(time.time()) // STEP, "".join(code.split())
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if constant_time_compare(f"{hotp(key, step):06}", code):
            unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
            return bool(unused.update(last_step=step))
    return False


def _is_readable(factor: SecondFactor) -> bool:
    try:
        return bool(factor.seed)
    except UnreadableSecretError:
        return False

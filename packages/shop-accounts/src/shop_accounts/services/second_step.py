"""The second step of a login: between the password, or another proof, and the session or the tokens."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, TypedDict

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from ..backends import NameOrEmailBackend
from ..conf import conf
from ..contacts import mask
from ..exceptions import InvalidCodeError, SecondStepOverError, UnknownMethodError
from ..models import CodePurpose, FactorKind, RecoveryCode, SecondFactor
from ..passkeys import is_offered
from .codes import request_code
from .factors import contact_for, use_factor_code
from .guesses import count_guess, forget_guesses
from .recovery import use_recovery_code
from .roles import roles_of

LIFETIME = timedelta(minutes=10)
RECOVERY = "recovery"
SENT = {FactorKind.EMAIL, FactorKind.SMS}
"""The ways for which a code is sent."""

SALT = "shop_accounts.second_step"
WAITING = "shop_accounts_second_step"
"""The session's key of who has taken the first step: it opens nothing but the page of the second."""


STEP_DUE = "shop_accounts_step_due"
"""The session's key of a login that skipped the second step; `SecondStepMiddleware` makes good for it."""


class Method(TypedDict):
    kind: str
    contact: str


class Challenge(TypedDict):
    mfa_required: bool
    challenge: str
    methods: list[Method]


def has_second_step(*, user: Any) -> bool:
    """Tell whether a user must take a second step."""
    on: bool = SecondFactor.objects.on(user).exists()
    return on


def must_set_up(*, user: Any) -> bool:
    """Tell whether the option ``MFA_REQUIRED_FOR`` demands a second step, of ``MFA_REQUIRED_METHODS``, that the user has not set up."""
    wanted = set(conf.options.MFA_REQUIRED_FOR)
    if not wanted:
        return False
    asked = ("staff" in wanted and getattr(user, "is_staff", False)) or not wanted.isdisjoint(roles_of(user))
    enough = conf.options.MFA_REQUIRED_METHODS or conf.options.MFA_METHODS
    return asked and not SecondFactor.objects.on(user).filter(kind__in=enough).exists()


def methods_of(*, user: Any) -> list[Method]:
    """Return the ways to take the step, with masked contacts; a recovery code where the shop no longer offers any other."""
    methods: list[Method] = [
        {"kind": factor.kind, "contact": mask(contact_for(user=user, kind=factor.kind))}
        for factor in SecondFactor.objects.on(user)
        if factor.kind != FactorKind.PASSKEY or is_offered()
    ]
    if not methods or RecoveryCode.objects.filter(user_id=user.pk).exists():
        methods.append({"kind": RECOVERY, "contact": ""})
    return methods


def send_step_code(*, user: Any, method: str) -> None:
    """Send the code of the step by e-mail or text message.

    :raises UnknownMethodError: the user has not turned this way on, or nothing is sent for it.
    :raises TooManyCodesError: the last code was sent too short ago.
    """
    kinds = {factor.kind for factor in SecondFactor.objects.on(user)}
    if method not in kinds & SENT:
        raise UnknownMethodError
    request_code(target=contact_for(user=user, kind=method), purpose=CodePurpose.MFA, user=user)


def take_step(*, user: Any, method: str, code: str) -> None:
    """Use up the code of the second step.

    :raises UnknownMethodError: the user has not turned this way on, or it takes no code.
    :raises InvalidCodeError: the code is wrong, too old or was used.
    :raises TooManyGuessesError: there were too many wrong ones.
    """
    if method == RECOVERY:
        count_guess(user=user)
        if not use_recovery_code(user=user, code=code):
            raise InvalidCodeError
        forget_guesses(user=user)
        return
    factor = SecondFactor.objects.on(user).filter(kind=method).first()
    if factor is None or method == FactorKind.PASSKEY:
        raise UnknownMethodError
    use_factor_code(user=user, kind=method, code=code, factor=factor)


def start_step(*, request: HttpRequest, user: Any, next_url: str) -> None:
    """Remember in the session who has taken the first step, and where to go after the second."""
    request.session[WAITING] = {"user": str(user.pk), "stamp": _stamp(user), "at": time.time(), "next": next_url}


def waiting_user(*, request: HttpRequest) -> tuple[Any, str]:
    """Return who has taken the first step in this session, and where to go after the second.

    :raises SecondStepOverError: nobody has, or too long ago, or the password was changed since.
    """
    waiting = request.session.get(WAITING) or {}
    if waiting.get("at", 0) < time.time() - LIFETIME.total_seconds():
        raise SecondStepOverError
    return _find(waiting["user"], waiting["stamp"]), waiting["next"]


def challenge(*, user: Any) -> Challenge:
    """Return what a client without cookies gets instead of tokens."""
    signed = signing.dumps({"user": str(user.pk), "stamp": _stamp(user)}, salt=SALT)
    return {"mfa_required": True, "challenge": signed, "methods": methods_of(user=user)}


def challenged_user(*, challenge: str) -> Any:
    """Return whose challenge it is.

    :raises SecondStepOverError: it was made up, is too old, or the password was changed since.
    """
    try:
        waiting = signing.loads(challenge, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise SecondStepOverError from None
    return _find(waiting["user"], waiting["stamp"])


def _find(key: str, stamp: str) -> Any:
    try:
        user = get_user_model()._default_manager.select_related("shop_account").filter(pk=key).first()
    except (ValueError, ValidationError):
        user = None
    if user is None or not NameOrEmailBackend().user_can_authenticate(user):
        raise SecondStepOverError
    if not constant_time_compare(_stamp(user), stamp):
        raise SecondStepOverError
    return user


def _stamp(user: Any) -> str:
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()

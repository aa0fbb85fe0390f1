"""Logins by passkey: alone, for both steps at once, or as the second step after a password; and the proof in between that it is still the user.

Call these outside of transactions: what they tell the user of a refused passkey must be kept.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ..backends import NameOrEmailBackend
from ..exceptions import PasskeyRefusedError, UnknownMethodError
from ..models import Passkey
from ..passkeys import is_offered, origins
from .guesses import count_guess, forget_guesses
from .limits import count_attempt_from, count_challenge, forget_attempt_from
from .notices import Event, notify
from .passkey_challenges import Ceremony, Challenge, Purpose, new_challenge, seal, use_up


def start_passkey_login(*, request: HttpRequest) -> Ceremony:
    """Return what the browser needs to log in by a passkey alone; nobody is named, the user chooses.

    :raises TooManyAttemptsError: this address has begun too many in this minute.
    :raises UnknownMethodError: this shop does not offer passkeys.
    """
    from .. import ceremonies

    if not is_offered():
        raise UnknownMethodError
    count_challenge(request=request)
    challenge = new_challenge(purpose=Purpose.LOGIN)
    return {
        "options": ceremonies.request_options(challenge=challenge["challenge"], verify=True),
        "state": seal(challenge),
    }


def take_passkey_login(*, state: str, credential: Any, request: HttpRequest) -> Any:
    """Return the user whose passkey has signed. Both steps are taken: the passkey is at hand, and it has verified its user.

    :param credential: the browser's answer, as JSON or parsed.
    :raises TooManyAttemptsError: there were too many tries from this address.
    :raises PasskeyOverError: the state is too old or was used.
    :raises PasskeyRefusedError: nobody's passkey has signed it, or the account is not active.
    """
    count_attempt_from(request=request)
    challenge = use_up(state=state, purpose=Purpose.LOGIN)
    passkey = _proven(Passkey.objects.all(), challenge, credential, request, verify=True, named=True)
    if not NameOrEmailBackend().user_can_authenticate(passkey.user):
        raise PasskeyRefusedError
    forget_attempt_from(request=request)
    return passkey.user


def start_passkey_step(*, user: Any, purpose: Purpose = Purpose.STEP) -> Ceremony:
    """Return what the browser needs for the second step of a user, or for a proof in place of the password.

    :raises UnknownMethodError: the user has no passkey, or this shop does not offer them.
    """
    from .. import ceremonies

    allowed = list(Passkey.objects.of(user)) if is_offered() else []
    if not allowed:
        raise UnknownMethodError
    challenge = new_challenge(purpose=purpose, user=user)
    verify = purpose == Purpose.PROOF
    return {
        "options": ceremonies.request_options(challenge=challenge["challenge"], allowed=allowed, verify=verify),
        "state": seal(challenge),
    }


def take_passkey_step(
    *, user: Any, state: str, credential: Any, request: HttpRequest, purpose: Purpose = Purpose.STEP
) -> None:
    """Take the second step by a passkey of the user, or the proof, for which the passkey must have verified its user.

    :param credential: the browser's answer, as JSON or parsed.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises PasskeyOverError: the state is too old, was used, or is another user's.
    :raises PasskeyRefusedError: no passkey of the user has signed it.
    """
    count_guess(user=user)
    challenge = use_up(state=state, purpose=purpose, user=user)
    verify = purpose == Purpose.PROOF
    _proven(Passkey.objects.of(user), challenge, credential, request, verify=verify, named=False)
    forget_guesses(user=user)


def _proven(
    candidates: QuerySet[Passkey],
    challenge: Challenge,
    credential: Any,
    request: HttpRequest,
    *,
    verify: bool,
    named: bool,
) -> Passkey:
    """Return which of the passkeys has signed the challenge.

    :param verify: it must have verified its user.
    :param named: it must name its user.
    """
    from .. import ceremonies

    if not is_offered():
        raise PasskeyRefusedError
    try:
        assertion = ceremonies.read_assertion(credential)
        passkey = candidates.select_related("user__shop_account").get(credential_id=assertion.credential_id)
        count = ceremonies.check_assertion(
            assertion,
            passkey=passkey,
            challenge=challenge["challenge"],
            origins=origins(request),
            verify=verify,
        )
    except (ceremonies.InvalidAnswerError, Passkey.DoesNotExist):
        raise PasskeyRefusedError from None
    if assertion.handle != passkey.handle and (named or assertion.handle):
        raise PasskeyRefusedError
    _count_use(passkey, count, request)
    return passkey


def _count_use(passkey: Passkey, count: int, request: HttpRequest) -> None:
    """Note the use. Authenticators that count must be ahead of what they said last: a copy is behind sooner or later."""
    ahead = Passkey.objects.filter(Q(sign_count__lt=count) | Q(sign_count=0), pk=passkey.pk)
    if not ahead.update(sign_count=count, used_at=timezone.now()):
        notify(user=passkey.user, event=Event.PASSKEY_COPIED, request=request)
        raise PasskeyRefusedError

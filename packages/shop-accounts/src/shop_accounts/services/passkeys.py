"""The passkeys of a user: added, named and removed."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from ..exceptions import PasskeyGoneError, PasskeyNotAddedError
from ..identity import email_of
from ..models import Account, FactorKind, Passkey
from ..passkeys import origins
from .factors import check_possible, confirm_factor, drop_factor, lock_factors
from .notices import Event, notify
from .passkey_challenges import Ceremony, Purpose, new_challenge, seal, use_up
from .proof import check_recent_login, prove_oneself


def start_passkey(*, user: Any, request: HttpRequest) -> Ceremony:
    """Return what the browser needs to make a passkey. It takes a recent login, since a passkey logs in by itself.

    :raises LoginTooOldError: the login of the request is not recent.
    :raises UnknownMethodError: this shop does not offer passkeys.
    :raises ContactsNotProvenError: the e-mail or the phone is not proven yet.
    """
    from .. import ceremonies

    check_recent_login(user=user, request=request)
    check_possible(user=user, kind=FactorKind.PASSKEY)
    known = list(Passkey.objects.of(user))
    challenge = new_challenge(
        purpose=Purpose.ADD, user=user, handle=known[0].handle if known else secrets.token_urlsafe(32)
    )
    options = ceremonies.creation_options(
        challenge=challenge["challenge"],
        handle=challenge["handle"],
        name=email_of(user),
        display_name=Account.objects.of(user).full_name or email_of(user),
        known=known,
    )
    return {"options": options, "state": seal(challenge)}


@transaction.atomic
def add_passkey(*, user: Any, name: str, state: str, credential: Any, request: HttpRequest) -> list[str]:
    """Keep the passkey that the browser has made, tell the user, and return new recovery codes if it is the first way.

    :param credential: the browser's answer, as JSON or parsed.
    :raises PasskeyOverError: the state is too old, was used, or is another user's.
    :raises PasskeyNotAddedError: the answer does not fit, or the passkey is known.
    """
    from .. import ceremonies

    check_possible(user=user, kind=FactorKind.PASSKEY)
    challenge = use_up(state=state, purpose=Purpose.ADD, user=user)
    try:
        key = ceremonies.check_creation(
            credential=credential, challenge=challenge["challenge"], origins=origins(request)
        )
    except ceremonies.InvalidAnswerError:
        raise PasskeyNotAddedError from None
    lock_factors(user=user)
    fields = {
        "user_id": user.pk,
        "name": name,
        "handle": challenge["handle"],
        "public_key": key.public_key,
        "sign_count": key.sign_count,
        "transports": " ".join(key.transports),
    }
    _passkey, is_new = Passkey.objects.get_or_create(credential_id=key.credential_id, defaults=fields)
    if not is_new:
        raise PasskeyNotAddedError
    return confirm_factor(user=user, kind=FactorKind.PASSKEY, request=request)


def rename_passkey(*, user: Any, pk: int, name: str) -> None:
    """Give one of a user's passkeys another name.

    :raises PasskeyGoneError: the user has no such passkey.
    """
    if not Passkey.objects.filter(user_id=user.pk, pk=pk).update(name=name):
        raise PasskeyGoneError


def remove_passkey(*, user: Any, pk: int, password: str, request: HttpRequest) -> None:
    """Forget one of a user's passkeys, and tell the user; it opens nothing any more, though the device may still show it.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    :raises PasskeyGoneError: the user has no such passkey.
    """
    prove_oneself(user=user, password=password, request=request)
    with transaction.atomic():
        lock_factors(user=user)
        gone, _rows = Passkey.objects.filter(user_id=user.pk, pk=pk).delete()
        if not gone:
            raise PasskeyGoneError
        if Passkey.objects.filter(user_id=user.pk).exists():
            notify(user=user, event=Event.MFA_CHANGED, request=request)
        else:
            drop_factor(user=user, kind=FactorKind.PASSKEY, request=request)

"""What passkeys sign: a challenge for one purpose and one person, good for one try within minutes.

Pages keep it in the session; clients without cookies hold it themselves, signed.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypedDict

from django.core import signing
from django.core.cache import cache

from ..exceptions import PasskeyOverError

LIFETIME = timedelta(minutes=5)
SALT = "shop_accounts.passkeys"


class Purpose(StrEnum):
    ADD = "add"
    LOGIN = "login"
    STEP = "step"
    PROOF = "proof"


class Ceremony(TypedDict):
    """``options`` is for the browser; ``state`` comes back together with its answer."""

    options: dict[str, Any]
    state: str


class Challenge(TypedDict):
    purpose: str
    challenge: str
    user: str
    handle: str


def new_challenge(*, purpose: Purpose, user: Any = None, handle: str = "") -> Challenge:
    """Return a challenge that only this user may answer; anybody where there is none."""
    return {
        "purpose": purpose.value,
        "challenge": secrets.token_urlsafe(32),
        "user": str(user.pk) if user is not None else "",
        "handle": handle,
    }


def seal(challenge: Challenge) -> str:
    """Return a challenge in a form that nobody else can make or change."""
    return signing.dumps(dict(challenge), salt=SALT)


def use_up(*, state: str, purpose: Purpose, user: Any = None) -> Challenge:
    """Return what was sealed, this once.

    :raises PasskeyOverError: it was made up, is too old, was used before, or was for another purpose or user.
    """
    try:
        challenge: Challenge = signing.loads(state, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise PasskeyOverError from None
    if (challenge["purpose"], challenge["user"]) != (purpose.value, str(user.pk) if user is not None else ""):
        raise PasskeyOverError
    memory = 2 * LIFETIME.total_seconds()
    if not cache.add(f"shop_accounts.passkeys.used.{challenge['challenge']}", 1, int(memory)):
        raise PasskeyOverError
    return challenge

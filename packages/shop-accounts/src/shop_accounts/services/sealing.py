"""The secrets of authenticator apps, sealed anew after the keys have changed."""

from __future__ import annotations

from ..models import FactorKind, SecondFactor
from ..sealing import UnreadableSecretError, is_current, seal


def seal_secrets() -> tuple[int, int]:
    """Seal each secret with the first key that is not yet, and return how many that were, and how many no key opens.

    It may run while people log in, and twice at once.
    """
    sealed = unreadable = 0
    for factor in SecondFactor.objects.filter(kind=FactorKind.TOTP).iterator():
        if is_current(factor.secret):
            continue
        try:
            fresh = seal(factor.seed)
        except UnreadableSecretError:
            unreadable += 1
            continue
        sealed += SecondFactor.objects.filter(pk=factor.pk, secret=factor.secret).update(secret=fresh)
    return sealed, unreadable

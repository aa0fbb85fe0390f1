"""How often the second step may be guessed at: counted by user, in the cache that all processes share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache

from ..exceptions import TooManyGuessesError

LIMIT = 10
WINDOW = timedelta(minutes=15)


def count_guess(*, user: Any) -> None:
    """Count one more try.

    :raises TooManyGuessesError: there were too many in the last quarter of an hour.
    """
    key, seconds = _key(user), int(WINDOW.total_seconds())
    if not cache.add(key, 1, seconds) and cache.incr(key) > LIMIT:
        raise TooManyGuessesError


def forget_guesses(*, user: Any) -> None:
    """Start anew, after a right code."""
    cache.delete(_key(user))


def _key(user: Any) -> str:
    return f"shop_accounts.guesses.{user.pk}"

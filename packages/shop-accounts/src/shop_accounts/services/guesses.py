"""How often the second step may be guessed at: counted by user, in the cache that all processes share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache

from ..exceptions import TooManyGuessesError
from .limits import count_in_window

LIMIT = 10
WINDOW = timedelta(minutes=15)


def count_guess(*, user: Any) -> None:
    """Count one more try.

    :raises TooManyGuessesError: there were too many in the last quarter of an hour.
    """
    if count_in_window(key=_key(user), limit=LIMIT, window=WINDOW):
        raise TooManyGuessesError


def forget_guesses(*, user: Any) -> None:
    """Start anew, after a right code."""
    cache.delete(_key(user))


def _key(user: Any) -> str:
    return f"shop_accounts.guesses.{user.pk}"

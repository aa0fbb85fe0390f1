"""How often a login may be tried: counted by account and by network address, in the cache that all processes share.

A browser that has logged in to the account before has a count of its own: strangers who guess cannot lock its owner out, and a
new password, which takes the mailbox, forgets all counts of the account.
"""

from __future__ import annotations

import math
import time
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from shop_core.clients import client_address

from ..conf import conf
from ..exceptions import TooManyAttemptsError
from .devices import is_known_device

IN_A_ROW = 100
MEMORY = timedelta(days=30)
"""For so long are wrong passwords in a row remembered; after `IN_A_ROW` of them strangers wait until it is over."""

CHALLENGES_PER_MINUTE = 60
"""So many logins by passkey may one network address begin in a minute."""


def count_attempt(*, identifier: str, user: Any, request: HttpRequest | None) -> None:
    """Count one more try, before the password is looked at: tries at the same time cannot outrun the limits.

    :param user: whom the identifier means; None counts the same way.
    :raises TooManyAttemptsError: there were too many for this account, or from this address.
    """
    owner = _owner(identifier, user)
    window = conf.options.LOGIN_WINDOW
    if request is not None:
        count_attempt_from(request=request)
    if user is not None and is_known_device(user=user, request=request):
        _count(f"known.{owner}", conf.options.LOGIN_ATTEMPTS, window)
        return
    _count(f"to.{owner}", conf.options.LOGIN_ATTEMPTS, window)
    _count(f"row.{owner}", IN_A_ROW, MEMORY)


def count_attempt_from(*, request: HttpRequest) -> None:
    """Count one more try of a network address, whatever account it means.

    :raises TooManyAttemptsError: there were too many from this address.
    """
    _count(f"from.{client_address(request)}", conf.options.LOGIN_ATTEMPTS_PER_ADDRESS, conf.options.LOGIN_WINDOW)


def count_challenge(*, request: HttpRequest) -> None:
    """Count one more challenge that a network address asks for: each is written into the session.

    :raises TooManyAttemptsError: there were too many in this minute.
    """
    _count(f"challenge.{client_address(request)}", CHALLENGES_PER_MINUTE, timedelta(minutes=1))


def forget_attempts(*, user: Any, request: HttpRequest | None = None) -> None:
    """Start anew after a right password; the address keeps its wrong ones, but this try was none."""
    owner = _owner("", user)
    cache.delete_many([_key(f"{count}.{owner}") for count in ("known", "to", "row")])
    if request is not None:
        forget_attempt_from(request=request)


def forget_attempt_from(*, request: HttpRequest) -> None:
    """Take back the count of a try that was right."""
    key = _key(f"from.{client_address(request)}")
    if cache.get(key):
        cache.decr(key)


def count_in_window(*, key: str, limit: int, window: timedelta) -> int:
    """Count one more under a key of the cache, and return how many seconds to wait: 0 while the limit is kept.

    The window begins with the first; its end stands in a key beside the count.
    """
    seconds, now = window.total_seconds(), time.time()
    if cache.add(key, 1, seconds):
        cache.set(f"{key}.end", now + seconds, seconds)
        return 0
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out this very moment
        return 0
    left: float = cache.get(f"{key}.end", now + seconds) - now
    return max(math.ceil(left), 1) if count > limit else 0


def _count(name: str, limit: int, window: timedelta) -> None:
    if wait := count_in_window(key=_key(name), limit=limit, window=window):
        raise TooManyAttemptsError(retry_after=wait)


def _owner(identifier: str, user: Any) -> str:
    if user is not None:
        return f"user.{user.pk}"
    return salted_hmac("shop_accounts.limits", identifier.strip().casefold(), algorithm="sha256").hexdigest()


def _key(name: str) -> str:
    return f"shop_accounts.login.{name}"

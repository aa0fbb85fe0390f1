"""How much one person may do within an hour, so that a machine that got in does not flood the shop."""

from time import time

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache

from ..conf import conf
from ..exceptions import TooManyListingsError, TooManyReportsError
from .rights import is_staff_with

HOUR = 3600


def count_listing(*, user: AbstractBaseUser) -> None:
    """Count that this person lists something new; call it when all else is known to be right. The staff is not counted.

    :raises TooManyListingsError: it is one more than ``LISTINGS_PER_HOUR``; with the seconds to wait.
    """
    if is_staff_with(user, "add_product"):
        return
    if wait := _seconds_to_wait(f"listings.{user.pk}", conf.options.LISTINGS_PER_HOUR):
        raise TooManyListingsError(retry_after=wait)


def count_report(*, user: AbstractBaseUser) -> None:
    """Count that this person reports a review; call it when all else is known to be right.

    :raises TooManyReportsError: it is one more than ``REVIEW_REPORTS_PER_HOUR``; with the seconds to wait.
    """
    if wait := _seconds_to_wait(f"reports.{user.pk}", conf.options.REVIEW_REPORTS_PER_HOUR):
        raise TooManyReportsError(retry_after=wait)


def _seconds_to_wait(deed: str, limit: int) -> int:
    """Count a deed, and return how long to wait where it is one too many; a limit of 0 is none."""
    if limit == 0:
        return 0
    hour, passed = divmod(int(time()), HOUR)
    key = f"shop_catalog.{deed}.{hour}"
    cache.add(key, 0, HOUR)
    try:
        done = cache.incr(key)
    except ValueError:  # a cache that keeps nothing counts nothing
        return 0
    return HOUR - passed if done > limit else 0

"""How much one person may list within an hour, so that a machine that got in does not flood the shop."""

from time import time

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache

from ..conf import conf
from ..exceptions import TooManyListingsError
from .rights import is_staff_with

HOUR = 3600


def count_listing(*, user: AbstractBaseUser) -> None:
    """Count that this person lists something new; call it when all else is known to be right. The staff is not counted.

    :raises TooManyListingsError: it is one more than ``LISTINGS_PER_HOUR``; with the seconds to wait.
    """
    limit = conf.options.LISTINGS_PER_HOUR
    if limit == 0 or is_staff_with(user, "add_product"):
        return
    hour, passed = divmod(int(time()), HOUR)
    key = f"shop_catalog.listings.{user.pk}.{hour}"
    cache.add(key, 0, HOUR)
    try:
        listed = cache.incr(key)
    except ValueError:  # a cache that keeps nothing counts nothing
        return
    if listed > limit:
        raise TooManyListingsError(retry_after=HOUR - passed)

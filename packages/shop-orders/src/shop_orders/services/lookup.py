"""How guests find their order again: by its number and their e-mail address, a few times an hour."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.utils.crypto import constant_time_compare

from ..conf import conf
from ..exceptions import OrderNotFoundError, TooManyTriesError
from ..models import Order
from .numbering import normalize_number

WINDOW_SECONDS = 3600


def find_guest_order(*, number: str, email: str, client: str = "") -> Order:
    """Return the order that a guest placed with this address; orders of users are seen by logging in alone.

    :param number: as somebody typed it.
    :param client: where the question comes from, such as an IP address; together with the number it is counted.
    :raises OrderNotFoundError: there is none; nothing says whether the number or the address is wrong.
    :raises TooManyTriesError: the number, or the client, was there too often within the hour.
    """
    number = normalize_number(number)
    for asked in filter(None, (number, client)):
        _count(asked)
    order: Order | None = Order.objects.filter(number=number, user=None).exclude(email="").first()
    known = order.email.casefold() if order else ""
    if not constant_time_compare(known, email.strip().casefold()) or order is None:
        raise OrderNotFoundError
    return order


def _count(asked: str) -> None:
    key = f"shop_orders.lookup.{hashlib.sha256(asked.encode()).hexdigest()}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ran out in between
        return
    if tries > conf.options.LOOKUP_TRIES:
        raise TooManyTriesError(WINDOW_SECONDS)

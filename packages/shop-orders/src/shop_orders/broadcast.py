"""Telling open sockets that an order has changed: a hint, never the truth, and never in the way of it."""

from __future__ import annotations

import asyncio
import logging
from importlib.util import find_spec

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 2


def group_of(number: str) -> str:
    """Return the name of the group of all sockets that show the order."""
    return f"shop_orders.{number}"


def announce(number: str) -> None:
    """Tell all who have the order open to look again; without channels, or with a broken layer, they come by themselves."""
    if find_spec("channels") is None:
        return
    from asgiref.sync import async_to_sync

    try:
        async_to_sync(_send)(number)
    except Exception:
        logger.exception("The channel layer did not take the change of order %s.", number)


async def _send(number: str) -> None:
    from channels.layers import get_channel_layer

    if layer := get_channel_layer():
        async with asyncio.timeout(PATIENCE_SECONDS):
            await layer.group_send(group_of(number), {"type": "order.changed"})

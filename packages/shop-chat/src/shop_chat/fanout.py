"""From one process to the sockets of all: the only module that knows the channel layer."""

import asyncio
import logging
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

STAFF_GROUP = "shop_chat.staff"
PATIENCE_SECONDS = 2


def thread_group(public_id: UUID) -> str:
    """Return the name of the group of all sockets that show the thread."""
    return f"shop_chat.thread.{public_id.hex}"


def publish(group: str, frame: dict[str, Any], *, sender_key: str = "", client_id: str = "") -> None:
    """Hand a frame to every socket of the group; a broken layer is logged, and clients catch up by themselves.

    The sockets of ``sender_key`` get the ``client_id`` with it.
    """
    event = {"type": "chat.frame", "frame": frame, "sender_key": sender_key, "client_id": client_id}
    try:
        async_to_sync(_send)(group, event)
    except Exception:
        logger.exception("The channel layer did not take a frame for %s.", group)


async def subscribe(group: str, channel_name: str) -> None:
    """Let a socket get what is published to the group; without a layer it lives by catching up alone."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await get_channel_layer().group_add(group, channel_name)
    except Exception:
        logger.exception("The channel layer did not take a subscription to %s.", group)


async def unsubscribe(group: str, channel_name: str) -> None:
    """Let a socket get no more of the group."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await get_channel_layer().group_discard(group, channel_name)
    except Exception:
        logger.exception("The channel layer did not end a subscription to %s.", group)


async def _send(group: str, event: dict[str, Any]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await get_channel_layer().group_send(group, event)

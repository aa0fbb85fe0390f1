"""The socket of an order: who may see it is told at once how it stands, and again whenever that has changed."""

from __future__ import annotations

import asyncio
import json
import logging
from importlib import import_module
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, QueryDict
from django.utils import translation

from .broadcast import PATIENCE_SECONDS, group_of
from .live import frame_of
from .services.numbering import normalize_number

logger = logging.getLogger(__name__)

NOT_FOUND = 4404
"""Closes the socket of who may not see the order, or any more; clients do not come back by themselves."""


class OrderConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One order; all that comes in is a ``ping``, which asks how it stands."""

    group = ""

    async def connect(self) -> None:
        """Accept first: a browser does not see the close code of a socket that never opened."""
        await self.accept()
        self.number = normalize_number(self.scope["url_route"]["kwargs"]["number"])
        frame = await self.look()
        if frame is None:
            await self.close(NOT_FOUND)
            return
        self.group = group_of(self.number)
        await self.subscribe()
        await self.tell()

    async def disconnect(self, code: int) -> None:
        if self.group and self.channel_layer:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.group:
            await self.tell()

    async def order_changed(self, event: dict[str, Any]) -> None:
        await self.tell()

    async def tell(self) -> None:
        """Say how the order stands now: asked anew each time, so that a logout counts for open sockets too."""
        frame = await self.look()
        if frame is None:
            await self.close(NOT_FOUND)
        else:
            await self.send(json.dumps(frame))

    async def look(self) -> dict[str, Any] | None:
        frame: dict[str, Any] | None = await database_sync_to_async(self.read)()
        return frame

    def read(self) -> dict[str, Any] | None:
        request = HttpRequest()
        request.GET = QueryDict(self.scope["query_string"])
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(self.scope["session"].session_key)
        request.user = get_user(request)
        with translation.override(self.scope["cookies"].get(settings.LANGUAGE_COOKIE_NAME) or settings.LANGUAGE_CODE):
            return frame_of(request, self.number)

    async def subscribe(self) -> None:
        """Let the socket hear of changes; without a layer its pings alone keep it up to date."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.channel_layer.group_add(self.group, self.channel_name)
        except Exception:
            logger.exception("The channel layer did not take a subscription to order %s.", self.number)

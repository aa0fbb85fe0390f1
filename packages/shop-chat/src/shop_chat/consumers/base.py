"""What all chat sockets share: the envelope, the refusals, the heartbeat and the rights, asked for again and again."""

import json
from time import monotonic
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from .. import fanout
from ..conf import conf
from ..frames import Frame
from ..people import Person, person_key
from .identity import current_person
from .refusals import BadFrameError, FrameTooLargeError, SignedOutError, SocketRefusedError

SUBPROTOCOL = "shop-chat.v1"
HEARTBEAT_SECONDS = 25
RECHECK_SECONDS = 60
"""How old the last look at the rights may be when something is delivered."""


class ChatConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """A socket that speaks JSON frames with a ``type``."""

    handlers: ClassVar[dict[str, str]] = {"ping": "receive_ping"}
    """The method that takes each type of frame."""

    key = ""
    group = ""
    closing = False
    checked_at = 0.0

    def admit(self, person: Person) -> None:
        """Find what the socket is about, and check that the person may see it.

        :raises SocketRefusedError: the socket must close.
        """
        raise NotImplementedError

    def group_name(self) -> str:
        """Return the group whose frames the socket gets, once admitted."""
        raise NotImplementedError

    def welcome(self) -> Frame:
        """Return what the client is told at first."""
        raise NotImplementedError

    def last(self) -> dict[str, int]:
        """Return the last number by thread: a client that has missed something learns it from here."""
        raise NotImplementedError

    async def dispatch(self, message: dict[str, Any]) -> None:
        if self.closing and message["type"] != "websocket.disconnect":
            return
        try:
            await super().dispatch(message)
        except SocketRefusedError as refusal:
            self.closing = True
            await self.send_frame({"type": "error", "code": refusal.code})
            await self.close(refusal.close_code, refusal.code)

    async def connect(self) -> None:
        """Accept first: a browser does not see the close code of a socket that never opened."""
        await self.accept(SUBPROTOCOL if SUBPROTOCOL in self.scope["subprotocols"] else None)
        await self.check()
        self.group = self.group_name()
        await fanout.subscribe(self.group, self.channel_name)
        welcome = await database_sync_to_async(self.welcome)()
        limits = {"max_length": conf.options.MAX_LENGTH, "max_frame_bytes": conf.options.MAX_FRAME_BYTES}
        await self.send_frame({"type": "welcome", "v": 1, "heartbeat": HEARTBEAT_SECONDS, "limits": limits, **welcome})

    async def disconnect(self, code: int) -> None:
        if self.group:
            await fanout.unsubscribe(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None:
            raise BadFrameError
        if len(text_data) > conf.options.MAX_FRAME_BYTES or len(text_data.encode()) > conf.options.MAX_FRAME_BYTES:
            raise FrameTooLargeError
        frame = _parse(text_data)
        handler = self.handlers.get(frame["type"])
        if handler is None:
            await self.send_frame({"type": "error", "code": "unknown_type"})
        else:
            await getattr(self, handler)(frame)

    async def receive_ping(self, frame: Frame) -> None:
        await self.check()
        last = await database_sync_to_async(self.last)()
        await self.send_frame({"type": "pong", "t": frame.get("t"), "last": last})

    async def chat_frame(self, event: dict[str, Any]) -> None:
        """Pass on what was published to the group; the sender's own sockets get the client id with it."""
        if monotonic() - self.checked_at > RECHECK_SECONDS:
            await self.check()
        frame = event["frame"]
        await self.send_frame({**frame, "client_id": event["client_id"]} if event["sender_key"] == self.key else frame)

    async def check(self) -> None:
        """Ask the database whether the person may still be here."""
        await database_sync_to_async(self.recognize)()
        self.checked_at = monotonic()

    def recognize(self) -> Person:
        """Return the person at the other end, the same as at first and still admitted.

        :raises SocketRefusedError: the socket must close.
        """
        person = current_person(self.scope)
        if person is None or (self.key and person_key(person) != self.key):
            raise SignedOutError
        self.key = person_key(person)
        self.admit(person)
        return person

    async def send_frame(self, frame: Frame) -> None:
        await self.send(json.dumps(frame))


def _parse(text: str) -> Frame:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrameError from None
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
        raise BadFrameError
    return frame

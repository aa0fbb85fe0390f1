"""A socket on one thread: resume by number, send, acknowledge."""

import logging
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from django.db import DatabaseError

from .. import fanout
from ..exceptions import ChatError, NotAllowedError, ThreadGoneError
from ..frames import Frame, message_bodies, sender_body
from ..models import Thread
from ..people import Person
from ..services.history import PAGE, read_history
from ..services.messages import SentMessage, send_message
from .base import ChatConsumer
from .refusals import BadFrameError, ForbiddenError, NotFoundError

logger = logging.getLogger(__name__)

LONGEST_RESUME = 2 * PAGE
"""Who has missed more messages than this reloads the last ones over HTTP instead."""


class ThreadConsumer(ChatConsumer):
    """Lets one person read and write one thread."""

    handlers: ClassVar[dict[str, str]] = {**ChatConsumer.handlers, "hello": "receive_hello", "send": "receive_send"}

    thread: Thread

    def find_thread(self, person: Person) -> Thread:
        """Return the thread that the socket is about.

        :raises SocketRefusedError: there is none.
        """
        raise NotImplementedError

    def admit(self, person: Person) -> None:
        self.thread = self.find_thread(person)
        if not self.thread.is_open_to(person):
            raise ForbiddenError

    def group_name(self) -> str:
        return fanout.thread_group(self.thread.public_id)

    def welcome(self) -> Frame:
        me = sender_body(self.thread, self.recognize())
        return {**self._state(), "me": me}

    def last(self) -> dict[str, int]:
        return {str(self.thread.public_id): self.thread.last_seq}

    async def receive_hello(self, frame: Frame) -> None:
        """Send what the client has missed since the number that it holds."""
        held = _held_by_client(frame, str(self.thread.public_id))
        await self.check()
        after = held.get("after", self.thread.last_seq)
        other_numbers = "gen" in held and held["gen"] != str(self.thread.generation)
        if other_numbers or not 0 <= self.thread.last_seq - after <= LONGEST_RESUME:
            await self.send_frame({"type": "reset", **self._state()})
            return
        reached = after
        while True:
            covers, missed = await database_sync_to_async(self._missed)(reached)
            for body in missed:
                await self.send_frame({"type": "message", **body})
            reached = max(reached, covers[1])
            if len(missed) < PAGE:
                break
        await self.send_frame({"type": "synced", **self._state(), "covers": [after + 1, reached], "last_seq": reached})

    async def receive_send(self, frame: Frame) -> None:
        """Write the client's message, and answer from what the database says."""
        client_id, body = frame.get("client_id"), frame.get("body")
        if not isinstance(client_id, str) or not isinstance(body, str):
            raise BadFrameError
        if frame.get("thread", str(self.thread.public_id)) != str(self.thread.public_id):
            await self._refuse_message(client_id, "wrong_thread")
            return
        try:
            sent = await database_sync_to_async(self._send)(client_id, body)
        except NotAllowedError:
            raise ForbiddenError from None
        except ThreadGoneError:
            raise NotFoundError from None
        except ChatError as error:
            await self._refuse_message(client_id, error.code)
        except DatabaseError:
            logger.exception("A message was not written; its sender is told to try again.")
            await self._refuse_message(client_id, "unavailable")
        else:
            await self.send_frame({"type": "ack", "client_id": client_id, **self._receipt(sent)})

    async def _refuse_message(self, client_id: str, code: str) -> None:
        await self.send_frame({"type": "nack", "client_id": client_id, "code": code})

    def _send(self, client_id: str, body: str) -> SentMessage:
        return send_message(thread=self.thread, sender=self.recognize(), client_id=client_id, body=body)

    def _missed(self, after: int) -> tuple[tuple[int, int], list[Frame]]:
        history = read_history(thread=self.thread, after=after)
        return history.covers, message_bodies(history.thread, history.messages, own_key=self.key)

    def _receipt(self, sent: SentMessage) -> Frame:
        message = sent.message
        return {
            "thread": str(self.thread.public_id),
            "seq": message.seq,
            "id": str(message.public_id),
            "body": message.body,
            "created": message.created_at.isoformat(),
            "dup": sent.duplicate,
        }

    def _state(self) -> Frame:
        return {
            "thread": str(self.thread.public_id),
            "gen": str(self.thread.generation),
            "last_seq": self.thread.last_seq,
        }


def _held_by_client(frame: Frame, thread_id: str) -> dict[str, Any]:
    threads = frame.get("threads", {})
    held = threads.get(thread_id, {}) if isinstance(threads, dict) else None
    if frame.get("v", 1) != 1 or not isinstance(held, dict) or type(held.get("after", 0)) is not int:
        raise BadFrameError
    return held

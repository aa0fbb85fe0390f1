"""The sockets of the support team."""

from uuid import UUID

from .. import fanout
from ..frames import Frame
from ..models import Thread, may_answer
from ..people import Person
from .base import ChatConsumer
from .refusals import ForbiddenError, NotFoundError
from .thread import ThreadConsumer


class StaffThreadConsumer(ThreadConsumer):
    """One support thread, for whoever of the team has it open."""

    def find_thread(self, person: Person) -> Thread:
        if not may_answer(person):
            raise ForbiddenError
        try:
            return Thread.objects.support().get(public_id=UUID(self.scope["url_route"]["kwargs"]["thread_id"]))
        except (ValueError, Thread.DoesNotExist):
            raise NotFoundError from None


class StaffListConsumer(ChatConsumer):
    """The list of all support threads: a frame for each thread that changes."""

    def admit(self, person: Person) -> None:
        if not may_answer(person):
            raise ForbiddenError

    def group_name(self) -> str:
        return fanout.STAFF_GROUP

    def welcome(self) -> Frame:
        return {"last": self.last()}

    def last(self) -> dict[str, int]:
        """Return the newest thread alone: a client whose list has another on top reloads it."""
        newest = Thread.objects.support().started().order_by("-last_message_at", "-pk").first()
        return {str(newest.public_id): newest.last_seq} if newest else {}

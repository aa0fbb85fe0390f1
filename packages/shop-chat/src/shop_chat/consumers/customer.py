"""The socket of customers and guests."""

from ..models import Thread
from ..people import Person
from ..services.threads import open_support_thread
from .thread import ThreadConsumer


class SupportConsumer(ThreadConsumer):
    """The own support thread; it is made when its owner comes for the first time."""

    def find_thread(self, person: Person) -> Thread:
        return open_support_thread(owner=person)

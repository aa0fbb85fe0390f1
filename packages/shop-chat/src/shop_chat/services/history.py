"""Reading a thread: a window of its messages, and the numbers that the window covers."""

from dataclasses import dataclass

from ..exceptions import ThreadGoneError
from ..models import Message, Thread

PAGE = 100
"""The most messages of one window."""


@dataclass(frozen=True, kw_only=True)
class History:
    thread: Thread
    messages: list[Message]
    """In their order."""
    covers: tuple[int, int]
    """From and to: every message with a number in here is among ``messages``, or exists no more."""


def read_history(*, thread: Thread, limit: int = PAGE, before: int | None = None, after: int | None = None) -> History:
    """Return the newest messages, those before a number, or the first of those after one.

    The thread is read first, so that nothing written meanwhile is missed: it is left for the next call.

    :raises ThreadGoneError: the thread has been deleted.
    """
    current = Thread.objects.filter(pk=thread.pk).first()
    if current is None:
        raise ThreadGoneError
    upper = current.last_seq if before is None else min(current.last_seq, before - 1)
    rows = current.messages.filter(seq__lte=upper).select_related("sender")
    if after is not None:
        messages = list(rows.filter(seq__gt=after).order_by("seq")[:limit])
        covers = (after + 1, messages[-1].seq if len(messages) == limit else upper)
    else:
        messages = list(rows.order_by("-seq")[:limit])[::-1]
        covers = (messages[0].seq if len(messages) == limit else 1, upper)
    return History(thread=current, messages=messages, covers=covers)

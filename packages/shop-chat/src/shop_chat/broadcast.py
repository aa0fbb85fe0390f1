"""Telling open sockets what is in the database: a hint, never the truth, and never in the way of it."""

from . import fanout
from .frames import message_bodies, thread_bodies
from .models import Message


def announce_message(message_id: int) -> None:
    """Send a message to all who have its thread open, and the thread's new state to the support team."""
    message = (
        Message.objects.select_related("sender", "thread__customer", "thread__assignee").filter(pk=message_id).first()
    )
    if message is None:
        return
    thread = message.thread
    [body] = message_bodies(thread, [message])
    fanout.publish(
        fanout.thread_group(thread.public_id),
        {"type": "message", **body},
        sender_key=message.sender_key,
        client_id=message.client_id,
    )
    if thread.kind == thread.Kind.SUPPORT:
        [state] = thread_bodies([thread])
        fanout.publish(fanout.STAFF_GROUP, {"type": "thread.updated", "thread": state})

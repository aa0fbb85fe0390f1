"""A few conversations with the support team."""

from __future__ import annotations

from datetime import datetime, timedelta

from shop_accounts.models import User
from shop_chat.models import Message, Thread
from shop_chat.services.messages import send_message
from shop_chat.services.reading import mark_read
from shop_chat.services.threads import open_support_thread

from .progress import Progress
from .texts import ChatText, chats

PAUSE = timedelta(minutes=4)
"""Between one line and the next."""


def add_chats(progress: Progress, *, now: datetime) -> None:
    """Add the conversations of customers who have none."""
    asking = Thread.objects.started().filter(customer__email__in=[chat.customer for chat in chats()])
    known = set(asking.values_list("customer__email", flat=True))
    for chat in progress.over([chat for chat in chats() if chat.customer not in known], of="conversations"):
        _add(chat, began_at=now - timedelta(hours=chat.hours_ago))


def _add(chat: ChatText, *, began_at: datetime) -> None:
    customer, agent = (User.objects.get(email=email) for email in (chat.customer, "agent@example.com"))
    thread = open_support_thread(owner=customer)
    for number, line in enumerate(chat.lines):
        sender = agent if number % 2 else customer
        sent = send_message(thread=thread, sender=sender, client_id=f"demo-{number}", body=line)
        mark_read(thread=sent.message.thread, reader=sender, seq=sent.message.seq)
        Message.objects.filter(pk=sent.message.pk).update(created_at=began_at + number * PAUSE)
    last_at = began_at + (len(chat.lines) - 1) * PAUSE
    Thread.objects.filter(pk=thread.pk).update(created_at=began_at, last_message_at=last_at)

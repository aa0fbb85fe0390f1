"""Opening threads, and whose they are."""

import uuid
from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from .. import broadcast
from ..models import Message, Thread
from ..people import Guest, Person, person_key


def open_support_thread(*, owner: Person) -> Thread:
    """Return the support thread of a customer or guest; make it at the first call."""
    owned = {"guest_key": owner.key} if isinstance(owner, Guest) else {"customer": owner}
    thread, _ = Thread.objects.get_or_create(kind=Thread.Kind.SUPPORT, **owned)
    return thread


@transaction.atomic
def claim_guest_thread(*, guest: Guest, user: AbstractBaseUser) -> None:
    """Let a user keep what was said as a guest: call it at the login. Without a thread of the guest, nothing happens.

    The messages become the user's own and, where the user has a support thread already, go to its end.
    """
    theirs = Thread.objects.owned_by(guest)
    if not theirs.update(last_seq=F("last_seq")):  # a write first: whoever writes or claims at the same time waits
        return
    thread, home = theirs.get(), open_support_thread(owner=user)
    messages = list(Message.objects.filter(thread=thread).order_by("seq"))
    if messages:
        latest = {"preview": thread.preview, "last_message_at": thread.last_message_at}
        Thread.objects.filter(pk=home.pk).update(last_seq=F("last_seq") + len(messages), **latest)
        first = Thread.objects.get(pk=home.pk).last_seq - len(messages) + 1
        for seq, message in enumerate(messages, start=first):
            _move(message, home, seq, guest, user)
    thread.delete()


def _move(message: Message, home: Thread, seq: int, guest: Guest, user: AbstractBaseUser) -> None:
    message.thread, message.seq = home, seq
    if message.sender_key == person_key(guest):
        message.sender_id, message.sender_key = user.pk, person_key(user)
        message.sender_role = Message.Role.CUSTOMER
    if home.messages.filter(sender_key=message.sender_key, client_id=message.client_id).exists():
        message.client_id = uuid.uuid4().hex
    message.save()
    transaction.on_commit(partial(broadcast.announce_message, message.pk))

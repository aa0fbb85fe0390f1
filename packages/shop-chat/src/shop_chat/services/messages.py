"""Writing messages: the one way, whoever asks."""

import re
from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from shop_core.signals import send_after_commit

from .. import broadcast
from ..conf import conf
from ..exceptions import (
    ClientIdConflictError,
    EmptyMessageError,
    InvalidClientIdError,
    MessageTooLongError,
    NotAllowedError,
    ThreadGoneError,
)
from ..models import Message, Thread
from ..people import Guest, Person, faces, person_key
from ..signals import message_sent

CLIENT_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
PREVIEW_LENGTH = Thread._meta.get_field("preview").max_length
NAME_LENGTH = Message._meta.get_field("sender_name").max_length


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    message: Message
    duplicate: bool
    """The message had been sent before."""


def send_message(*, thread: Thread, sender: Person, client_id: str, body: str) -> SentMessage:
    """Write a message, once for each ``client_id`` of a sender: who sends it again gets the same answer.

    The row of the thread stays locked from the first statement to the commit, so numbers become visible in their
    order, and a refused message takes none.

    :raises EmptyMessageError, MessageTooLongError: the text cannot be sent.
    :raises InvalidClientIdError: the client id is malformed.
    :raises ClientIdConflictError: the client id belongs to another text of the sender.
    :raises NotAllowedError: the thread is not open to the sender.
    :raises ThreadGoneError: the thread has been deleted.
    """
    body = clean_body(body)
    if not CLIENT_ID.fullmatch(client_id):
        raise InvalidClientIdError
    name = _name(sender)
    try:
        return SentMessage(message=_write(thread, sender, name, client_id, body), duplicate=False)
    except IntegrityError:
        earlier = Message.objects.filter(thread=thread, sender_key=person_key(sender), client_id=client_id)
        message = earlier.select_related("thread").first()
        if message is None:
            raise
        return _repeat(message, sender, body)


def clean_body(body: str) -> str:
    """Return the text as it is stored: plain, without control characters and surrounding space.

    :raises EmptyMessageError, MessageTooLongError: nothing is left, or too much.
    """
    body = CONTROL_CHARACTERS.sub("", body.replace("\r\n", "\n")).strip()
    if not body:
        raise EmptyMessageError
    if len(body) > conf.options.MAX_LENGTH:
        raise MessageTooLongError
    return body


@transaction.atomic
def _write(thread: Thread, sender: Person, name: str, client_id: str, body: str) -> Message:
    now = timezone.now()
    preview = " ".join(body[:PREVIEW_LENGTH].split())
    counted = Thread.objects.filter(pk=thread.pk).update(
        last_seq=F("last_seq") + 1, last_message_at=now, preview=preview
    )
    if not counted:
        raise ThreadGoneError
    current = Thread.objects.get(pk=thread.pk)
    if not current.is_open_to(sender):
        raise NotAllowedError
    message = Message.objects.create(
        thread=current,
        seq=current.last_seq,
        sender_id=None if isinstance(sender, Guest) else sender.pk,
        sender_key=person_key(sender),
        sender_name=name,
        sender_role=current.role_of(sender),
        client_id=client_id,
        body=body,
        created_at=now,
    )
    transaction.on_commit(partial(broadcast.announce_message, message.pk))
    send_after_commit(message_sent, sender=Message, message=message)
    return message


def _repeat(message: Message, sender: Person, body: str) -> SentMessage:
    if not message.thread.is_open_to(sender):
        raise NotAllowedError
    if message.body != body:
        raise ClientIdConflictError
    return SentMessage(message=message, duplicate=True)


def _name(sender: Person) -> str:
    return "" if isinstance(sender, Guest) else faces([sender])[sender.pk].name[:NAME_LENGTH]

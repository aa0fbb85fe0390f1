"""The JSON that sockets and the API share."""

from collections.abc import Iterable, Mapping
from typing import Any

from .models import Message, Thread
from .people import Face, Guest, Person, faces

Frame = dict[str, Any]


def message_bodies(thread: Thread, messages: Iterable[Message], *, own_key: str = "") -> list[Frame]:
    """Return messages as JSON; those of the sender ``own_key`` carry the client id, by which the sender knows them again."""
    messages = list(messages)
    known = faces([message.sender for message in messages])
    return [_message(thread, message, known, own_key) for message in messages]


def thread_bodies(threads: Iterable[Thread]) -> list[Frame]:
    """Return threads as JSON, as the support team sees them."""
    threads = list(threads)
    known = faces([person for thread in threads for person in (thread.customer, thread.assignee)])
    return [_thread(thread, known) for thread in threads]


def sender_body(thread: Thread, person: Person) -> Frame:
    """Return the sender that messages of the person will show."""
    if isinstance(person, Guest):
        return {"id": None, "name": "", "role": thread.role_of(person), "avatar": ""}
    face = faces([person])[person.pk]
    return {"id": str(person.pk), "name": face.name, "role": thread.role_of(person), "avatar": face.avatar}


def _message(thread: Thread, message: Message, known: Mapping[Any, Face], own_key: str) -> Frame:
    face = known.get(message.sender_id)
    body = {
        "thread": str(thread.public_id),
        "seq": message.seq,
        "id": str(message.public_id),
        "kind": message.kind,
        "sender": {
            "id": None if message.sender_id is None else str(message.sender_id),
            "name": message.sender_name,
            "role": message.sender_role,
            "avatar": face.avatar if face else "",
        },
        "body": message.body,
        "created": message.created_at.isoformat(),
    }
    return {**body, "client_id": message.client_id} if message.sender_key == own_key else body


def _thread(thread: Thread, known: Mapping[Any, Face]) -> Frame:
    return {
        "id": str(thread.public_id),
        "gen": str(thread.generation),
        "kind": thread.kind,
        "status": thread.status,
        "customer": _person(thread.customer_id, known),
        "assignee": _person(thread.assignee_id, known),
        "preview": thread.preview,
        "last_seq": thread.last_seq,
        "last_message_at": thread.last_message_at.isoformat() if thread.last_message_at else None,
    }


def _person(pk: Any, known: Mapping[Any, Face]) -> Frame | None:
    face = known.get(pk)
    return None if face is None else {"id": str(pk), "name": face.name, "avatar": face.avatar}

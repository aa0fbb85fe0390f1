"""The shapes of the API; what fills them is built in `shop_chat.frames`, for sockets and API alike."""

import uuid
from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers

from ..models import Message, Thread
from ..services.history import PAGE


def _values(choices: type[TextChoices]) -> str:
    """Name the values in words: as enums, such common names would clash with those of other apps in the schema."""
    return f"One of: {', '.join(choices.values)}."


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    avatar = serializers.CharField(help_text="Address of the picture; empty: the default one.")


class ThreadSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    gen = serializers.UUIDField(help_text="Changes when the numbers begin anew.")
    kind = serializers.CharField(help_text=_values(Thread.Kind))
    status = serializers.CharField(help_text=_values(Thread.Status))
    customer = PersonSerializer(allow_null=True, help_text="Null: a guest.")
    assignee = PersonSerializer(allow_null=True)
    preview = serializers.CharField()
    last_seq = serializers.IntegerField()
    last_message_at = serializers.DateTimeField(allow_null=True)


class UnreadThreadSerializer(ThreadSerializer):
    last_read_seq = serializers.IntegerField(help_text="How far you have read.")
    unread = serializers.IntegerField()


class SenderSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(allow_null=True, help_text="Null: a guest, or somebody who has left.")
    name = serializers.CharField()
    role = serializers.CharField(help_text=_values(Message.Role))
    avatar = serializers.CharField()


class MessageSerializer(serializers.Serializer[Any]):
    thread = serializers.UUIDField()
    seq = serializers.IntegerField(help_text="The number within the thread: 1, 2, 3 and so on.")
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text=_values(Message.Kind))
    sender = SenderSerializer()
    body = serializers.CharField()
    created = serializers.DateTimeField()
    client_id = serializers.CharField(required=False, help_text="Only on messages of your own.")


class HistorySerializer(serializers.Serializer[Any]):
    thread = serializers.UUIDField()
    gen = serializers.UUIDField()
    last_seq = serializers.IntegerField()
    covers = serializers.ListField(
        child=serializers.IntegerField(),
        min_length=2,
        max_length=2,
        help_text="From and to: every message with a number in here is in the answer, or exists no more.",
    )
    messages = MessageSerializer(many=True)


class HistoryQuerySerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=PAGE, default=PAGE)
    before = serializers.IntegerField(min_value=1, required=False, help_text="Only messages with smaller numbers.")
    after = serializers.IntegerField(min_value=0, required=False, help_text="Only messages with larger numbers.")


class SendSerializer(serializers.Serializer[Any]):
    client_id = serializers.CharField(
        default=lambda: str(uuid.uuid4()), help_text="Chosen by you: sent again, the message is not written twice."
    )
    body = serializers.CharField(trim_whitespace=False, allow_blank=True)


class SentSerializer(MessageSerializer):
    dup = serializers.BooleanField(help_text="The message had been sent before.")


class ReadSerializer(serializers.Serializer[Any]):
    seq = serializers.IntegerField(min_value=0)


class MarkerSerializer(serializers.Serializer[Any]):
    last_read_seq = serializers.IntegerField()
    unread = serializers.IntegerField()

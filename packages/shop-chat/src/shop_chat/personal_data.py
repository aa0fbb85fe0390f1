"""What shop-chat knows of a person."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from .models import Message, Thread


class ChatPersonalData:
    """The `PersonalData` of the chat: the own thread goes with all its messages; elsewhere the words and the name go.

    What an agent wrote to customers stays in their threads, without the agent.
    """

    def export(self, user: AbstractBaseUser) -> Mapping[str, object]:
        own = Message.objects.filter(thread__in=Thread.objects.owned_by(user)) | Message.objects.sent_by(user)
        rows = own.order_by("thread", "seq").values("thread__public_id", "seq", "sender_name", "body", "created_at")
        return {
            "messages.json": [
                {
                    "thread": str(row["thread__public_id"]),
                    "number": row["seq"],
                    "sender": row["sender_name"],
                    "body": row["body"],
                    "sent_at": row["created_at"].isoformat(),
                }
                for row in rows
            ]
        }

    @transaction.atomic
    def erase(self, user: AbstractBaseUser) -> None:
        Thread.objects.owned_by(user).delete()
        said = Message.objects.sent_by(user).exclude(sender_role=Message.Role.AGENT)
        Thread.objects.filter(pk__in=said.filter(seq=F("thread__last_seq")).values("thread")).update(preview="")
        said.delete()
        nobody = Concat(Value("gone:"), Cast("pk", CharField()))
        Message.objects.sent_by(user).update(sender=None, sender_name="", sender_key=nobody)

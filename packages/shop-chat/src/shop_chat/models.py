"""Threads and their messages: one sequence of numbers for each thread, and no hole in it."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import Guest, Person

ANSWER_SUPPORT = "shop_chat.answer_support"
"""The permission to read and answer every support thread."""


def may_answer(person: Person) -> bool:
    """Tell whether the person is one of the support team."""
    return not isinstance(person, Guest) and person.is_active and person.has_perm(ANSWER_SUPPORT)  # type: ignore[attr-defined]


class ThreadQuerySet(models.QuerySet["Thread"]):
    def support(self) -> Self:
        return self.filter(kind=Thread.Kind.SUPPORT)

    def owned_by(self, person: Person) -> Self:
        """Return the support thread of a customer or guest."""
        owner = Q(guest_key=person.key) if isinstance(person, Guest) else Q(customer=person.pk)
        return self.support().filter(owner)

    def joined_by(self, person: Person) -> Self:
        """Return the threads that the person takes part in: the own support thread, direct chats and rooms."""
        if isinstance(person, Guest):
            return self.owned_by(person)
        own = Q(kind=Thread.Kind.SUPPORT, customer=person.pk)
        return self.filter(own | Q(pk__in=Participant.objects.filter(user=person.pk).values("thread")))

    def started(self) -> Self:
        """Return the threads in which something was said."""
        return self.filter(last_seq__gt=0)

    def with_unread(self, reader: AbstractBaseUser) -> Self:
        """Add ``last_read_seq`` and ``unread`` as the reader has them."""
        marker = ReadMarker.objects.filter(thread=OuterRef("pk"), user=reader.pk).values("last_read_seq")
        read = Coalesce(Subquery(marker), Value(0), output_field=models.BigIntegerField())
        return self.annotate(last_read_seq=read).annotate(unread=F("last_seq") - F("last_read_seq"))


class Thread(models.Model):
    """A conversation; ``last_seq`` is the number of its last message."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("Support")
        DIRECT = "direct", _("Direct")
        ROOM = "room", _("Room")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        SNOOZED = "snoozed", _("Snoozed")
        RESOLVED = "resolved", _("Resolved")

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SUPPORT)
    generation = models.UUIDField(_("generation"), default=uuid.uuid4, editable=False)
    """Changes when the numbers begin anew, so that clients forget what they hold."""
    last_seq = models.PositiveBigIntegerField(_("last number"), default=0, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("customer"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="shop_chat_support_threads",
    )
    guest_key = models.CharField(_("guest key"), max_length=64, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shop_chat_assigned_threads",
    )
    preview = models.CharField(_("preview"), max_length=120, blank=True, editable=False)
    last_message_at = models.DateTimeField(_("last message"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        permissions = [("answer_support", _("Can read and answer all support threads"))]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(kind="support", customer__isnull=False),
                name="shop_chat_one_support_thread_per_customer",
            ),
            models.UniqueConstraint(
                fields=["guest_key"],
                condition=Q(kind="support") & ~Q(guest_key=""),
                name="shop_chat_one_support_thread_per_guest",
            ),
            models.CheckConstraint(
                condition=~Q(kind="support")
                | Q(customer__isnull=False, guest_key="")
                | (Q(customer__isnull=True) & ~Q(guest_key="")),
                name="shop_chat_support_thread_has_one_owner",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-last_message_at"], name="shop_chat_thread_recent")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.public_id}"

    def is_owned_by(self, person: Person) -> bool:
        """Tell whether this is the support thread of the customer or guest."""
        if self.kind != self.Kind.SUPPORT:
            return False
        if isinstance(person, Guest):
            return bool(person.key) and self.guest_key == person.key
        return self.customer_id is not None and self.customer_id == person.pk

    def is_open_to(self, person: Person) -> bool:
        """Tell whether the person may read and write here."""
        if self.is_owned_by(person):
            return isinstance(person, Guest) or person.is_active
        if self.kind == self.Kind.SUPPORT:
            return may_answer(person)
        return not isinstance(person, Guest) and self.participants.filter(user=person.pk).exists()

    def role_of(self, person: Person) -> Message.Role:
        """Return as what the person speaks here."""
        if isinstance(person, Guest):
            return Message.Role.GUEST
        if self.is_owned_by(person):
            return Message.Role.CUSTOMER
        return Message.Role.AGENT if self.kind == self.Kind.SUPPORT else Message.Role.MEMBER


class Participant(models.Model):
    """A user who takes part in a direct chat or a room."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="participants", verbose_name=_("thread"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="shop_chat_participations",
        verbose_name=_("user"),
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="shop_chat_participant_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.thread_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def sent_by(self, user: AbstractBaseUser) -> Self:
        return self.filter(sender=user.pk)


class Message(models.Model):
    """Something that was said: never changed, numbered within its thread."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        SYSTEM = "system", _("System")
        NOTE = "note", _("Internal note")

    class Role(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        GUEST = "guest", _("Guest")
        AGENT = "agent", _("Agent")
        MEMBER = "member", _("Member")
        SYSTEM = "system", _("System")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages", verbose_name=_("thread"))
    seq = models.PositiveBigIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sender"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shop_chat_messages",
    )
    sender_key = models.CharField(_("sender key"), max_length=80)
    sender_name = models.CharField(_("sender name"), max_length=150, blank=True)
    sender_role = models.CharField(_("sender role"), max_length=10, choices=Role)
    client_id = models.CharField(_("client id"), max_length=64)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="shop_chat_message_number_once"),
            models.UniqueConstraint(fields=["thread", "sender_key", "client_id"], name="shop_chat_message_sent_once"),
            models.CheckConstraint(condition=Q(seq__gt=0), name="shop_chat_message_number_positive"),
        ]
        indexes = [models.Index(fields=["sender", "created_at"], name="shop_chat_message_sender")]

    def __str__(self) -> str:
        return f"{self.thread_id}#{self.seq}"

    @property
    def public_id(self) -> uuid.UUID:
        """What outsiders call the message: follows from thread and number, and tells nothing of other threads."""
        return uuid.uuid5(self.thread.public_id, str(self.seq))


class ReadMarker(models.Model):
    """How far a user has read in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_markers", verbose_name=_("thread"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="shop_chat_read_markers",
        verbose_name=_("user"),
    )
    last_read_seq = models.PositiveBigIntegerField(_("last read number"), default=0)

    class Meta:
        verbose_name = _("read marker")
        verbose_name_plural = _("read markers")
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="shop_chat_read_marker_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.thread_id}: {self.last_read_seq}"


def user_search_fields(prefix: str) -> list[str]:
    """Return the lookups by which a user is found, whatever fields the project's user model has."""
    model: Any = get_user_model()
    fields = {field.name for field in model._meta.get_fields()}
    wanted = dict.fromkeys([model.USERNAME_FIELD, model.get_email_field_name(), "first_name", "last_name"])
    return [f"{prefix}__{name}" for name in wanted if name in fields]

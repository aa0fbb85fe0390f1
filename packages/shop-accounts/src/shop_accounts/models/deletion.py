"""Who wants to leave, and when."""

from __future__ import annotations

import math
import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DeletionState(models.TextChoices):
    SCHEDULED = "scheduled", _("scheduled")
    CANCELLED = "cancelled", _("cancelled")
    DONE = "done", _("done")


class DeletionRequestQuerySet(models.QuerySet["DeletionRequest"]):
    def scheduled(self) -> DeletionRequestQuerySet:
        return self.filter(state=DeletionState.SCHEDULED)

    def scheduled_for(self, user: AbstractBaseUser) -> DeletionRequest | None:
        """Return the request of a user whose clock runs."""
        return self.scheduled().filter(user_id=user.pk).first()

    def due(self, moment: datetime) -> DeletionRequestQuerySet:
        """Return the requests to carry out at ``moment``, the longest due first."""
        return self.scheduled().filter(next_attempt_at__lte=moment).order_by("next_attempt_at", "pk")

    def to_remind(self, moment: datetime) -> DeletionRequestQuerySet:
        """Return the requests that will be due by ``moment``, and whose users were not reminded."""
        return self.scheduled().filter(due_at__lte=moment, due_at__gt=timezone.now(), reminded_at=None)

    def with_photo(self) -> DeletionRequestQuerySet:
        """Return the deletions whose file is still to be removed."""
        return self.filter(state=DeletionState.DONE).exclude(photo="")


class DeletionRequest(models.Model):
    """A wish to be deleted: one for each user, and what is left when the user is gone says nothing of the person."""

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="shop_deletion_request",
        verbose_name=_("user"),
    )
    state = models.CharField(_("state"), max_length=16, choices=DeletionState.choices, default=DeletionState.SCHEDULED)
    base_url = models.CharField(max_length=255, blank=True, editable=False)
    """What stands before the paths of links in the mails to come."""
    language = models.CharField(max_length=16, blank=True, editable=False)
    """In which they are written."""
    scheduled_at = models.DateTimeField(_("scheduled"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveIntegerField(_("attempts that failed"), default=0)
    failure = models.CharField(_("what held it back"), max_length=100, blank=True, help_text=_("As a code."))
    photo = models.CharField(max_length=255, blank=True, editable=False)
    """The name of the file that goes when the rows are gone."""

    objects: ClassVar[Any] = DeletionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion request")
        verbose_name_plural = _("deletion requests")
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="shop_accounts_deletion_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DeletionState.values), name="shop_accounts_deletion_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=DeletionState.DONE, user=None)
                | (~models.Q(state=DeletionState.DONE) & models.Q(user__isnull=False)),
                name="shop_accounts_deletion_done_is_nobodys",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def seconds_left(self) -> int:
        return max(0, math.ceil((self.due_at - timezone.now()).total_seconds()))

    @property
    def time_left(self) -> dict[str, int]:
        """The time until it is due, in ``days``, ``hours``, ``minutes`` and ``seconds``."""
        minutes, seconds = divmod(self.seconds_left, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        return {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}

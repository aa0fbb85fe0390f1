"""Soft deletion: a record that goes out of sight, and can come back."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ModelT = TypeVar("ModelT", bound=models.Model)

LIVE = models.Q(deleted_at=None)
"""The condition of a unique constraint that counts only live rows."""


class SoftDeleteQuerySet(models.QuerySet[ModelT]):
    """Reads and bulk changes of records that carry ``deleted_at``."""

    def live(self) -> Self:
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        return self.exclude(deleted_at=None)

    def soft_delete(self) -> int:
        """Take the rows out of sight and return how many were still in it."""
        now = timezone.now()
        return self.live().update(deleted_at=now, updated_at=now)

    def restore(self) -> int:
        """Bring deleted rows back and return how many came."""
        return self.deleted().update(deleted_at=None, updated_at=timezone.now())


class LiveManager(models.Manager[ModelT]):
    """Shows the rows that are not deleted."""

    def get_queryset(self) -> models.QuerySet[ModelT]:
        return super().get_queryset().filter(deleted_at=None)


class SoftDeleteModel(models.Model):
    """A record with ``created_at``, ``updated_at`` and ``deleted_at``; ``objects`` hides what is deleted, ``all_objects`` shows it.

    With reads of your own, write ``objects = LiveManager.from_queryset(OfferQuerySet)()`` and
    ``all_objects = OfferQuerySet.as_manager()``, the query set deriving from `SoftDeleteQuerySet`.
    """

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = LiveManager.from_queryset(SoftDeleteQuerySet)()
    all_objects: ClassVar[Any] = SoftDeleteQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["deleted_at", "updated_at"], name="%(app_label)s_%(class)s_del")]

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def soft_delete(self) -> None:
        """Take the record out of sight."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at", "updated_at"])

    def restore(self) -> None:
        """Bring the record back."""
        self.deleted_at = None
        self.save(update_fields=["deleted_at", "updated_at"])

"""The table of changes of an app."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actors import Via
from .reading import Difference, differences


class Deed(models.TextChoices):
    """What happens to records."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    RESTORED = "restored", _("restored")
    ERASED = "erased", _("erased")


class ChangeQuerySet(models.QuerySet[Any]):
    """Reads of changes."""

    def of(self, model: type[models.Model], keys: Collection[Any] | models.QuerySet[Any]) -> Self:
        """Return what happened to the records of a model with these keys."""
        return self.filter(record_type=model._meta.model_name, record_id__in=keys)

    def newest(self) -> Self:
        return self.select_related("actor").order_by("-pk")


class ChangeModel(models.Model):
    """What happened to a record, once: who did it, how, when, and which fields went from what to what.

    An app derives its own table from it, and writes it with `History` only. Rows are not changed, except that erasing a person
    empties their ``values``.
    """

    record_type = models.CharField(_("kind"), max_length=50)
    record_id = models.BigIntegerField(_("record"))
    deed = models.CharField(_("what"), max_length=10, choices=Deed.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    via = models.CharField(_("by way of"), max_length=10, choices=Via.choices, blank=True)
    via_name = models.CharField(_("its name"), max_length=255, blank=True, help_text=_("File, command or job."))
    values = models.JSONField(_("values"), default=dict)
    """By field a pair, before and after; null where it only tells that the field changed."""
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = ChangeQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["record_type", "record_id", "-id"], name="%(app_label)s_%(class)s_of"),
            models.Index(fields=["created_at"], name="%(app_label)s_%(class)s_age"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {Deed(self.deed).label}"

    @property
    def record_model(self) -> type[models.Model]:
        return apps.get_model(self._meta.app_label, self.record_type)

    @property
    def record_name(self) -> str:
        """What people call the kind of record."""
        return str(self.record_model._meta.verbose_name)

    @property
    def differences(self) -> list[Difference]:
        """What changed, as people read it."""
        return differences(self.record_model, self.values)

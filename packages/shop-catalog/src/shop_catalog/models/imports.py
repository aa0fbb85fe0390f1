"""Files of products that the staff imports in the back office."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=15)
"""A run that gave no sign of life for so long was killed."""
MAX_RESTARTS = 2
"""A file at which more workers died than this is not tried again."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Reads of imports in the shop's words."""

    def running(self) -> Self:
        """Return those that a worker goes through, or should."""
        return self.filter(state__in=ImportRun.RUNNING)

    def killed(self) -> Self:
        """Return those whose worker gave no sign of life for long."""
        return self.running().filter(alive_at__lt=timezone.now() - LEASE)


class ImportRun(models.Model):
    """A file of products on its way into the shop: checked, confirmed by a person, and imported once."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked: ready to import")
        REFUSED = "refused", _("Refused: has problems")
        IMPORTING = "importing", _("Being imported")
        IMPORTED = "imported", _("Imported")
        FAILED = "failed", _("Failed")

    RUNNING = (State.CHECKING, State.IMPORTING)

    file_name = models.CharField(_("file"), max_length=255)
    create_categories = models.BooleanField(
        _("make missing categories"), default=False, help_text=_("Otherwise a row of an unknown category is bad.")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="shop_catalog_imports",
    )
    language = models.CharField(_("language"), max_length=20, help_text=_("Of the reasons."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    attempt = models.PositiveIntegerField(_("attempt"), default=1)
    """Which worker has it: what an earlier one says is not heard any more."""
    restarts = models.PositiveIntegerField(_("restarts"), default=0, help_text=_("After its worker was killed."))
    rows_total = models.PositiveIntegerField(_("rows"), null=True)
    """None: nobody knows yet."""
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("as before"), default=0)
    problem_count = models.PositiveIntegerField(_("problems"), default=0)
    problems = models.JSONField(_("listed problems"), default=list)
    """Row, column and reason of each, as many as a report lists."""
    new_categories = models.JSONField(_("new categories"), default=list)
    failure = models.CharField(_("why it failed"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    alive_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar[ImportRunQuerySet] = ImportRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("import of products")
        verbose_name_plural = _("imports of products")
        indexes = [
            models.Index(fields=["created_at"], name="shop_catalog_import_age"),
            models.Index(
                fields=["alive_at"],
                condition=models.Q(state__in=["checking", "importing"]),
                name="shop_catalog_import_alive",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def is_killed(self) -> bool:
        """Tell whether it should be worked on, and gave no sign of life for long."""
        return self.is_running and self.alive_at < timezone.now() - LEASE

    @property
    def is_writing(self) -> bool:
        """Tell whether an import has checked the file once more and writes now."""
        return self.state == self.State.IMPORTING and self.rows_done > (self.rows_total or 0)

    @property
    def rows_in_pass(self) -> int:
        """Return how many rows it has gone through since it began with the first."""
        return self.rows_done - (self.rows_total or 0) if self.is_writing else self.rows_done


class ImportPart(models.Model):
    """A piece of the file of an import: in the database no address leads to it, and every worker can read it."""

    run = models.ForeignKey(ImportRun, verbose_name=_("import"), on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(_("number"))
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("part of an import")
        verbose_name_plural = _("parts of imports")
        ordering = ("run", "number")
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="shop_catalog_import_part_once")]

    def __str__(self) -> str:
        return str(self.number)

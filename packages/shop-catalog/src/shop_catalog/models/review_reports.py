"""What readers hold against reviews."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reviews import Review


class ReportReason(models.TextChoices):
    OFFENSIVE = "offensive", _("It offends people")
    ADVERTISING = "advertising", _("It is advertising or spam")
    FALSE = "false", _("It is false, or about something else")
    PRIVATE = "private", _("It tells something private of somebody")
    OTHER = "other", _("Something else")


class Verdict(models.TextChoices):
    OPEN = "open", _("open")
    DISMISSED = "dismissed", _("dismissed")
    UPHELD = "upheld", _("upheld")


class ReviewReportQuerySet(models.QuerySet["ReviewReport"]):
    def open(self) -> Self:
        """Return those that the staff has not judged yet."""
        return self.filter(verdict=Verdict.OPEN)


class ReviewReport(models.Model):
    """A reader's word that a review should not be there: one per person and review. Write with `services.review_reports`."""

    review = models.ForeignKey(Review, verbose_name=_("review"), on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="shop_catalog_review_reports",
    )
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    created_at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    judged_at = models.DateTimeField(_("judged"), null=True, editable=False)

    objects: ClassVar[Any] = ReviewReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a review")
        verbose_name_plural = _("reports of reviews")
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="shop_catalog_report_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.OPEN, judged_at=None)
                | Q(verdict__in=[Verdict.DISMISSED, Verdict.UPHELD], judged_at__isnull=False),
                name="shop_catalog_report_judged",
            ),
        ]
        indexes = [
            models.Index(fields=["review"], condition=Q(verdict=Verdict.OPEN), name="shop_catalog_report_open"),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_reason_display()}"

"""What readers hold against reviews."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from shop_core.admin import LongListAdmin

from ..models import ReviewReport
from ..services.review_states import approve_reviews, reject_reviews
from ..services.rights import is_staff_with


@admin.register(ReviewReport)
class ReviewReportAdmin(LongListAdmin):
    """The staff judges; nobody rewrites what readers said. A verdict holds for all open reports of the same review."""

    list_display = ("reason", "remark", "excerpt", "state", "verdict", "created_at")
    list_filter = ("verdict", "reason", "created_at")
    list_select_related = ("review__product",)
    search_fields = ("note", "review__text", "review__product__name")
    fields = ("review", "reason", "note", "reporter", "verdict", "created_at", "judged_at")
    readonly_fields = fields
    ordering = ("-pk",)
    actions = ("dismiss", "uphold")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(review__deleted_at=None)

    @admin.display(description=_("note"))
    def remark(self, report: ReviewReport) -> str:
        return Truncator(report.note).chars(80)

    @admin.display(description=_("review"))
    def excerpt(self, report: ReviewReport) -> str:
        return f"{report.review}: {Truncator(report.review.text).chars(80)}"

    @admin.display(description=_("state"))
    def state(self, report: ReviewReport) -> str:
        return report.review.get_state_display()

    @admin.action(description=_("Dismiss: the reviews are shown"), permissions=["judge"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        approve_reviews(review_ids=_reviews(queryset))
        messages.success(request, _("These reports are dismissed."))

    @admin.action(description=_("Uphold: take the reviews out of sight"), permissions=["judge"])
    def uphold(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        reject_reviews(review_ids=_reviews(queryset))
        messages.success(request, _("The reviews are out of sight."))

    def has_judge_permission(self, request: HttpRequest) -> bool:
        return is_staff_with(request.user, "change_review")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _reviews(reports: QuerySet[Any]) -> set[int]:
    return set(reports.values_list("review", flat=True))

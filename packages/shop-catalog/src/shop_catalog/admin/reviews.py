"""What buyers said."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop_core.admin import SoftDeleteAdmin
from shop_core.exceptions import ShopError

from ..models import Review, ReviewReport
from ..models.review_reports import Verdict
from ..services.review_states import approve_reviews, reject_reviews
from ..services.reviews import delete_review, restore_review
from .history import HistoryAdmin

OPEN_REPORTS = ReviewReport.objects.filter(review=OuterRef("pk"), verdict=Verdict.OPEN)


class ReportedFilter(admin.SimpleListFilter):
    """What readers hold something against, until the staff has judged it."""

    title = _("reported")
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("With open reports"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(Exists(OPEN_REPORTS)) if self.value() else queryset


class ReportInline(admin.TabularInline):
    model = ReviewReport
    fields = ("reason", "note", "verdict", "created_at", "judged_at")
    readonly_fields = fields
    ordering = ("-pk",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Review)
class ReviewAdmin(HistoryAdmin, SoftDeleteAdmin):
    """The staff decides what can be read; nobody rewrites it."""

    list_display = ("product", "rating", "excerpt", "author_name", "state", "reports", "created_at")
    list_filter = ("state", ReportedFilter, "rating", "created_at")
    list_select_related = ("product",)
    search_fields = ("product__name", "text", "author_name")
    fields = ("product", "state", "rating", "author_name", "text", "author", "created_at", "updated_at")
    readonly_fields = fields
    ordering = ("-pk",)
    actions = ("approve_selected", "reject_selected", "restore_selected")
    inlines = (ReportInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counted = OPEN_REPORTS.order_by().values("review").annotate(total=Count("pk")).values("total")
        reviews: QuerySet[Any] = super().get_queryset(request).annotate(open_reports=Coalesce(Subquery(counted), 0))
        return reviews

    @admin.display(description=_("open reports"), ordering="open_reports")
    def reports(self, review: Any) -> int:
        return int(review.open_reports)

    @admin.display(description=_("text"))
    def excerpt(self, review: Review) -> str:
        return Truncator(review.text).chars(80)

    @admin.action(description=_("Approve: show them, and dismiss their reports"), permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = approve_reviews(review_ids=list(queryset.values_list("pk", flat=True)))
        told = ngettext("%(count)d review came into sight.", "%(count)d reviews came into sight.", count)
        messages.success(request, told % {"count": count})

    @admin.action(description=_("Reject: hide them, and uphold their reports"), permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = reject_reviews(review_ids=list(queryset.values_list("pk", flat=True)))
        told = ngettext("%(count)d review was rejected.", "%(count)d reviews were rejected.", count)
        messages.success(request, told % {"count": count})

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for review in queryset:
            try:
                restore_review(review=review)
            except ShopError as refusal:
                messages.error(request, f"{review}: {refusal}")
            else:
                messages.success(request, _("%(review)s is back.") % {"review": review})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_review(review=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for review in queryset:
            delete_review(review=review)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

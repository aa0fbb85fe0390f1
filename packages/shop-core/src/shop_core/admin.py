"""The admin of long lists, and of records that are deleted softly."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .pagination import LimitedPaginator

LEAST_COUNTED = 1000
"""The admin counts so far at least: it shows a list whole that is no longer than a page or `list_max_show_all`."""


class AtLeast(int):
    """A number that is known to be exceeded; it shows as ``1000+``."""

    def __str__(self) -> str:
        return f"{int(self)}+"


class LongListPaginator(LimitedPaginator):
    """Counts up to `COUNT_LIMIT`, but no less than what the admin must know."""

    @property
    def limit(self) -> int | None:
        limit = super().limit
        return None if limit is None else max(limit, LEAST_COUNTED)


class LongChangeList(ChangeList):
    """A list that says how many rows there are as far as they were counted."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        paginator: Any = self.paginator
        self.result_count = paginator.count if paginator.is_exact else AtLeast(paginator.count)


class LongListAdmin(admin.ModelAdmin):
    """An admin whose list counts no further than `COUNT_LIMIT`, or a thousand: to count 300,000 rows takes longer than to show a page."""

    paginator = LongListPaginator
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongChangeList


class DeletedFilter(admin.SimpleListFilter):
    """Live rows by default; the deleted ones, or all, on demand."""

    title = _("deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Deleted")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        live, *others = super().choices(changelist)
        return [{**live, "display": _("Live")}, *others]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(deleted_at__isnull=self.value() != "yes")


class SoftDeleteAdmin(LongListAdmin):
    """An admin whose delete takes records out of sight, and whose action brings them back."""

    actions: tuple[str, ...] = ("restore_selected",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.model.all_objects.order_by(*self.get_ordering(request))
        return rows

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), DeletedFilter]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the rows alone: what hangs on them stays, so nothing protects them."""
        names = [str(obj) for obj in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.soft_delete()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        queryset.soft_delete()

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: Any) -> None:
        count = queryset.restore()
        messages.success(
            request, ngettext("%(count)d record restored.", "%(count)d records restored.", count) % {"count": count}
        )

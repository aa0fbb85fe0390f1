"""The admin of records that are deleted softly."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


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


class SoftDeleteAdmin(admin.ModelAdmin):
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

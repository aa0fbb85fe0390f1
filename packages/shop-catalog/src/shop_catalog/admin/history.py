"""Who changed what: written down by every form of the back office, and shown behind the button "History"."""

from contextlib import ExitStack
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop_core.pagination import LimitedPaginator

from ..models import Change, Product
from ..services.history import history
from ..services.told_history import changes_of, tell
from .stock import ReadOnlyAdmin

PAGE_SIZE = 50


class HistoryAdmin(admin.ModelAdmin):
    """An admin whose forms write down what they change, in their transaction."""

    watched_parts: tuple[str, ...] = ()
    """What else of a record its form changes, as `services.history` names it."""

    def watch(self, watches: ExitStack, record: Any) -> None:
        """Begin to watch what the form of a record can change."""
        watches.enter_context(history.watching(type(record), [record.pk], *self.watched_parts))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic(), ExitStack() as watches:
            request.watches = watches  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            self.watch(request.watches, obj)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
        if not change:
            history.created([obj])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model in history.kinds:
            history.created(formset.new_objects)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not history.is_on():
            return super().history_view(request, object_id, extra_context)
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        page = LimitedPaginator(self.changes(record), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": record,
            "title": _("History: %(record)s") % {"record": record},
            "page_obj": page,
            "rows": tell(page.object_list, to=request.user),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/shop_catalog/history.html", context)

    def changes(self, record: Model) -> Any:
        if isinstance(record, Product):
            return Change.objects.of_product(record, with_offers=True).newest()
        return changes_of(record)


class KindFilter(admin.SimpleListFilter):
    """The kind of record, without looking through all changes for the kinds there are."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.model._meta.verbose_name) for kind in history.kinds.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(record_type=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """All changes of the catalog, to look at only."""

    list_display = ("created_at", "record", "deed", "actor", "way", "summary")
    list_display_links = None
    list_filter = ("deed", "via", KindFilter)
    list_select_related = ("actor",)
    search_fields = ("via_name",)

    @admin.display(description=_("record"))
    def record(self, change: Change) -> SafeString | str:
        name = f"{change.record_name} {change.record_id}"
        try:
            address = reverse(
                f"{self.admin_site.name}:shop_catalog_{change.record_type}_history", args=[change.record_id]
            )
        except NoReverseMatch:
            return name
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.display(description=_("by way of"))
    def way(self, change: Change) -> str:
        return " ".join(filter(None, [str(change.get_via_display()), change.via_name]))

    @admin.display(description=_("what changed"))
    def summary(self, change: Change) -> SafeString:
        told = [
            (each.label, "" if each.before is None else f": {each.before} → {each.after}")
            for each in change.differences
        ]
        return format_html_join("", "<div>{}{}</div>", told)

"""What all these admins share."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.admin import SoftDeleteAdmin
from shop_core.exceptions import ShopError

from ..services.listings import publish
from .history import HistoryAdmin
from .refusals import RefusalsAdmin


class ListingAdmin(HistoryAdmin, RefusalsAdmin, SoftDeleteAdmin):
    """An admin whose changes show in the lists of products at once; `delete_record` and `restore_record` call services."""

    products_path = "pk"
    """The lookup that leads from a row to its products."""

    def refresh(self, keys: Collection[Any]) -> None:
        """Bring up to date what products keep of the rows with these keys."""
        publish(self.model.all_objects.filter(pk__in=keys).values(self.products_path))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.refresh([form.instance.pk])

    def delete_record(self, record: Any) -> None:
        """Take a record out of sight."""
        raise NotImplementedError

    def restore_record(self, record: Any) -> None:
        """Bring a record back."""
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_record(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for record in queryset:
            try:
                self.delete_record(record)
            except ShopError as refusal:
                messages.error(request, f"{record}: {refusal}")

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for record in queryset:
            try:
                self.restore_record(record)
            except ShopError as refusal:
                messages.error(request, f"{record}: {refusal}")
            else:
                messages.success(request, _("%(record)s is back.") % {"record": record})

"""What all these admins share."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.admin import SoftDeleteAdmin

from ..services.listings import publish


class ListingAdmin(SoftDeleteAdmin):
    """An admin whose changes show in the lists of products at once."""

    products_path = "pk"
    """The lookup that leads from a row to its products."""
    show_full_result_count = False

    def refresh(self, keys: Collection[Any]) -> None:
        """Bring up to date what products keep of the rows with these keys."""
        publish(self.model.all_objects.filter(pk__in=keys).values(self.products_path))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.refresh([form.instance.pk])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self.refresh([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        keys = list(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        self.refresh(keys)

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        keys = list(queryset.values_list("pk", flat=True))
        super().restore_selected(request, queryset)
        self.refresh(keys)

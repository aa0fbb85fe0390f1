"""Who leaves, when, and what holds it back: to look at and to take back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..identity import email_field
from ..models import DeletionRequest
from ..services.deletion import cancel_deletion
from .actions import NotedActionsMixin, within_reach


@admin.register(DeletionRequest)
class DeletionRequestAdmin(NotedActionsMixin):
    list_display = ("public_id", "user", "state", "due_at", "done_at", "attempts", "failure")
    list_filter = ("state", "failure")
    list_select_related = ("user",)
    date_hierarchy = "due_at"
    ordering = ("-due_at",)
    actions = ["cancel_selected"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["public_id", f"user__{email_field()}"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Take the deletion back"), permissions=["manage"])
    def cancel_selected(self, request: HttpRequest, queryset: QuerySet[DeletionRequest]) -> None:
        waiting = queryset.filter(user__isnull=False)
        self.run(request, waiting, _("The deletion was taken back."), within_reach(request, cancel_deletion))

from django.contrib import admin
from django.http import HttpRequest

from .models import SandboxSession


@admin.register(SandboxSession)
class SandboxSessionAdmin(admin.ModelAdmin):
    """What the sandbox has on its books, to read."""

    list_display = ("public_id", "description", "amount", "state", "created_at")
    list_filter = ("state",)
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SandboxSession | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SandboxSession | None = None) -> bool:
        return False

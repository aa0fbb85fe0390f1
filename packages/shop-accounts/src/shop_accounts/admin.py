"""The back office of accounts: plain `ModelAdmin`, states are shown and not typed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .identity import email_field
from .models import Account, Address, User
from .services.addresses import remove_address


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):
    list_display = ("user", "state", "email_confirmed_at", "phone", "created_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    readonly_fields = ("user", "state", "email_confirmed_at", "created_at", "updated_at")
    ordering = ("-created_at",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (f"user__{email_field()}", "first_name", "last_name", "phone")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "line1", "city", "country", "is_default")
    list_filter = ("is_default", "country")
    list_select_related = ("user",)
    search_fields = ("name", "line1", "city", "postal_code")
    readonly_fields = ("user", "is_default")
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Address) -> None:
        remove_address(address=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Address]) -> None:
        for address in queryset:
            remove_address(address=address)


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


class UserAdmin(BaseUserAdmin):
    add_form = UserCreationForm
    list_display = ("email", "username", "first_name", "last_name", "is_staff", "is_active")
    search_fields = ("email", "username", "first_name", "last_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)


if not User._meta.swapped:
    admin.site.register(User, UserAdmin)

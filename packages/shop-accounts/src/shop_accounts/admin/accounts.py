"""Accounts: plain `ModelAdmin`, states are shown and not typed. Works with any user model."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..identity import email_field, has_field, name_field
from ..models import Account
from .actions import StaffActionsMixin
from .columns import RoleFilter, SecondStepFilter, UserColumnsMixin


@admin.register(Account)
class AccountAdmin(StaffActionsMixin, UserColumnsMixin):
    list_display = ("user", "state", "shown_roles", "shown_second_step", "email_confirmed_at", "phone", "created_at")
    list_filter = (
        "state",
        RoleFilter,
        SecondStepFilter,
        ("email_confirmed_at", admin.EmptyFieldListFilter),
        "created_at",
    )
    list_select_related = ("user",)
    # the phone may be where the codes of the second step go: only its owner changes it
    readonly_fields = (
        "user",
        "state",
        "shown_roles",
        "shown_second_step",
        "phone",
        "email_confirmed_at",
        "created_at",
        "updated_at",
    )
    ordering = ("-created_at",)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        own = [name for name in (name_field(), "first_name", "last_name") if name and has_field(name)]
        return [f"user__{email_field()}", *(f"user__{name}" for name in own), "first_name", "last_name", "phone"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        names = [] if has_field("first_name") and has_field("last_name") else ["first_name", "last_name"]
        shown = ["user", "state", "shown_roles", "shown_second_step", "email_confirmed_at"]
        return [*shown, *names, "phone", "photo", "created_at", "updated_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

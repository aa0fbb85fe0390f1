"""Addresses: their users add them, staff correct them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models import Address
from ..services.addresses import remove_address


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

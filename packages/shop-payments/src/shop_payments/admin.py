"""Payments and what was said about them, to read: money is moved by services only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .models import LedgerEntry, Payer, Payment, ProviderCall, ProviderEvent


class ReadOnly:
    """An admin in which nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class PayerInline(ReadOnly, admin.TabularInline):
    model = Payer


class LedgerInline(ReadOnly, admin.TabularInline):
    model = LedgerEntry
    fields = ("kind", "amount", "provider_object_id", "recorded_at")
    readonly_fields = ("amount", "recorded_at")


class EventInline(ReadOnly, admin.TabularInline):
    model = ProviderEvent
    fields = ("event_id", "received_at", "processed_at", "attempts", "error")
    readonly_fields = ("received_at",)


class CallInline(ReadOnly, admin.TabularInline):
    model = ProviderCall
    fields = ("operation", "outcome", "error", "started_at", "finished_at")
    readonly_fields = ("started_at",)


@admin.register(Payment)
class PaymentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("public_id", "kind", "reference", "amount", "state", "provider", "needs_attention", "created_at")
    list_filter = ("state", "needs_attention", "provider", "kind")
    search_fields = ("=public_id", "=reference", "=provider_ref", "=payer__email")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    inlines = (PayerInline, LedgerInline, EventInline, CallInline)
    readonly_fields = ("amount", "captured", "refunded")


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("recorded_at", "kind", "amount", "provider", "provider_object_id", "payment")
    list_filter = ("kind", "provider")
    list_select_related = ("payment",)
    search_fields = ("=provider_object_id",)
    date_hierarchy = "recorded_at"
    ordering = ("-recorded_at", "-pk")


@admin.register(ProviderEvent)
class ProviderEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("received_at", "provider", "event_id", "processed_at", "attempts", "error")
    list_filter = ("provider", ("processed_at", admin.EmptyFieldListFilter))
    search_fields = ("=event_id", "=provider_ref")
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body")

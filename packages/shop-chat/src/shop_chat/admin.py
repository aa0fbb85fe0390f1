"""Conversations in the back office: to be read; they are written in the chat."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from .models import Message, Thread, user_search_fields


class ReadOnly:
    """Nobody adds or changes what was said; a whole thread may be deleted by right."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Thread)
class ThreadAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("public_id", "kind", "status", "customer", "assignee", "preview", "last_seq", "last_message_at")
    list_filter = ("kind", "status", "last_message_at")
    list_select_related = ("customer", "assignee")
    ordering = ("-last_message_at",)
    show_full_result_count = False

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["public_id", "preview", *user_search_fields("customer")]


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("created_at", "thread", "seq", "sender_name", "sender_role", "body")
    list_filter = ("sender_role", "kind", "created_at")
    list_select_related = ("thread",)
    search_fields = ("body", "sender_name", "thread__public_id")
    ordering = ("-created_at",)
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

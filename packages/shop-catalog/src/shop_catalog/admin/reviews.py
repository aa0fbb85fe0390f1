"""What buyers said."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..models import Review
from ..services.listings import refresh_ratings
from .listings import ListingAdmin


@admin.register(Review)
class ReviewAdmin(ListingAdmin):
    """Staff take reviews out of sight and bring them back; nobody rewrites them."""

    list_display = ("product", "rating", "author_name", "created_at")
    list_filter = ("rating",)
    list_select_related = ("product",)
    search_fields = ("product__name", "text", "author_name")
    readonly_fields = ("product", "author", "author_name", "rating", "text")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")

    def refresh(self, keys: Collection[Any]) -> None:
        refresh_ratings(Review.all_objects.filter(pk__in=keys).values("product"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

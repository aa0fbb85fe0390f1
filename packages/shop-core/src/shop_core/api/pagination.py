"""Pages of a list endpoint."""

from __future__ import annotations

from rest_framework.pagination import PageNumberPagination


class ShopPagination(PageNumberPagination):
    """``?page=`` and ``?page_size=`` (20, at most 100)."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

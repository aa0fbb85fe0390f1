"""What the catalog's endpoints have in common."""

from typing import Any

from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from rest_framework import permissions, viewsets
from rest_framework.filters import SearchFilter

from shop_core.api import ShopAPIMixin, ShopPagination


class CatalogViewSet(ShopAPIMixin, viewsets.ReadOnlyModelViewSet):
    """Everybody reads, a page at a time."""

    permission_classes: tuple[Any, ...] = (permissions.AllowAny,)
    pagination_class = ShopPagination
    lookup_value_converter = "int"
    filter_backends: tuple[Any, ...] = (filters.DjangoFilterBackend, SearchFilter)

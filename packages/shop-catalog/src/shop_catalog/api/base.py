"""What the catalog's endpoints have in common."""

from typing import Any

from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from rest_framework import permissions, viewsets
from rest_framework.filters import SearchFilter
from rest_framework.parsers import JSONParser
from rest_framework.serializers import BaseSerializer

from shop_core.api import ShopAPIMixin, ShopPagination


class CatalogViewSet(ShopAPIMixin, viewsets.ReadOnlyModelViewSet):
    """Everybody reads, a page at a time."""

    permission_classes: tuple[Any, ...] = (permissions.AllowAny,)
    pagination_class: type[ShopPagination] | None = ShopPagination
    lookup_value_converter = "int"
    filter_backends: tuple[Any, ...] = (filters.DjangoFilterBackend, SearchFilter)
    parser_classes: tuple[Any, ...] = (JSONParser,)

    def wish(self, serializer_class: type[BaseSerializer[Any]], **context: Any) -> dict[str, Any]:
        """Return what the request asks for; a PATCH names only what changes.

        :param context: what the serializer has to know besides.
        :raises ValidationError: something in it is wrong.
        """
        partial = self.request.method == "PATCH"
        context = {**self.get_serializer_context(), **context}
        serializer = serializer_class(data=self.request.data, partial=partial, context=context)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

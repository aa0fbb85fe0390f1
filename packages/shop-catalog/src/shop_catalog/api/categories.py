"""The endpoints of categories."""

from typing import Any

from django.utils.functional import SimpleLazyObject
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Category
from ..models.tree import product_counts
from .base import CatalogViewSet
from .serializers.categories import CategoryNodeSerializer, CategorySerializer


class CategoryFilter(filters.FilterSet):  # type: ignore[misc]
    parent = filters.ModelChoiceFilter(
        queryset=Category.objects.live(), method="filter_parent", label="The children of this category only."
    )

    class Meta:
        model = Category
        fields = ("depth",)

    def filter_parent(self, categories: Any, name: str, value: Category) -> Any:
        return categories.children_of(value)


class CategoryViewSet(CatalogViewSet):
    """The tree of categories, parents before their children."""

    queryset = Category.objects.live().with_parent()
    serializer_class = CategorySerializer
    filterset_class = CategoryFilter
    search_fields = ("name", "description")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "product_counts": SimpleLazyObject(product_counts)}

    @extend_schema(responses=CategoryNodeSerializer(many=True))
    @action(detail=False, pagination_class=None, filter_backends=())
    def tree(self, request: Request) -> Response:
        """Answer the whole tree, nested."""
        top = [node for node in Category.objects.live().tree() if node.level == 0]
        return Response(CategoryNodeSerializer(top, many=True).data)

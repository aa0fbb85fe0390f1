"""The endpoints of categories."""

from typing import Any

from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from ..models import Category
from .base import CatalogViewSet
from .serializers.categories import CategorySerializer


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

    queryset = Category.objects.live()
    serializer_class = CategorySerializer
    filterset_class = CategoryFilter
    search_fields = ("name", "description")

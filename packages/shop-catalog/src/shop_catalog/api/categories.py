"""The endpoints of categories."""

from typing import Any

from django.utils.functional import SimpleLazyObject
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Category
from ..models.tree import product_counts
from ..services.categories import create_category, delete_category, restore_category
from ..services.category_details import update_category
from .history import RecordViewSet
from .permissions import CategoryRights
from .serializers.categories import CategoryNodeSerializer, CategorySerializer
from .wishes.categories import NewCategorySerializer, NewIllustratedCategorySerializer

WISH = {"application/json": NewCategorySerializer, "multipart/form-data": NewIllustratedCategorySerializer}


class CategoryFilter(filters.FilterSet):  # type: ignore[misc]
    parent = filters.ModelChoiceFilter(
        queryset=Category.objects.live(), method="filter_parent", label="The children of this category only."
    )

    class Meta:
        model = Category
        fields = ("depth",)

    def filter_parent(self, categories: Any, name: str, value: Category) -> Any:
        return categories.children_of(value)


class CategoryViewSet(RecordViewSet):
    """The tree of categories, parents before their children."""

    queryset = Category.objects.live().with_parent()
    permission_classes = (IsAuthenticatedOrReadOnly, CategoryRights)
    parser_classes = (JSONParser, MultiPartParser)
    serializer_class = CategorySerializer
    filterset_class = CategoryFilter
    search_fields = ("name", "description")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "product_counts": SimpleLazyObject(product_counts)}

    def for_answers(self, rows: Any) -> Any:
        return rows.with_parent().order_by("path")

    def restore_record(self, record: Category) -> None:
        restore_category(category=record)

    @extend_schema(responses=CategoryNodeSerializer(many=True))
    @action(detail=False, pagination_class=None, filter_backends=())
    def tree(self, request: Request) -> Response:
        """Answer the whole tree, nested."""
        top = [node for node in Category.objects.live().tree() if node.level == 0]
        return Response(CategoryNodeSerializer(top, many=True).data)

    @extend_schema(request=WISH, responses={201: CategorySerializer})
    def create(self, request: Request) -> Response:
        """Make a category, the last of its parent's children."""
        made = create_category(**self.wish(NewIllustratedCategorySerializer))
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=WISH, responses=CategorySerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change what is named: a new parent moves the category with all below it, a new slug changes their addresses."""
        category = self.get_object()
        return self.answer(update_category(category=category, **self.wish(NewIllustratedCategorySerializer)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take a category and all below it out of sight; one with products in it stays."""
        delete_category(category=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def answer(self, category: Category, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=category.pk)).data, status=status_code)

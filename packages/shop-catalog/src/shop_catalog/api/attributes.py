"""The endpoints of attributes."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Attribute, Category
from ..services.attribute_details import update_attribute
from ..services.attributes import define_attribute, delete_attribute, restore_attribute
from .base import CatalogViewSet
from .history import RecordViewSet
from .permissions import AttributeRights
from .serializers.attributes import AttributeSerializer
from .wishes.attributes import AttributeChangesSerializer, NewAttributeSerializer


class AttributeViewSet(RecordViewSet):
    """What products of a kind have in common; the staff defines it."""

    queryset = Attribute.objects.filter(category__deleted_at=None).with_choices().order_by("pk")
    permission_classes = (IsAuthenticatedOrReadOnly, AttributeRights)
    serializer_class = AttributeSerializer
    filterset_fields = ("category", "kind", "is_filter")
    search_fields = ("code", "name")

    def for_answers(self, rows: Any) -> QuerySet[Any]:
        attributes: QuerySet[Any] = rows.with_choices().order_by("pk")
        return attributes

    def restore_record(self, record: Attribute) -> None:
        restore_attribute(attribute=record)

    @extend_schema(request=AttributeChangesSerializer, responses=AttributeSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change what is named; code and kind stay."""
        attribute = self.get_object()
        changes = self.wish(AttributeChangesSerializer, attribute=attribute)
        update_attribute(attribute=attribute, **changes)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take an attribute out of sight; what products have of it comes back with it."""
        delete_attribute(attribute=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CategoryAttributeViewSet(CatalogViewSet):
    """The attributes of a category, those of the categories above first."""

    queryset = Attribute.objects.all()
    permission_classes = (IsAuthenticatedOrReadOnly, AttributeRights)
    serializer_class = AttributeSerializer
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Any]:
        attributes: Any = super().get_queryset()
        return attributes.for_category(self.category).with_choices()  # type: ignore[no-any-return]

    @extend_schema(request=NewAttributeSerializer, responses={201: AttributeSerializer})
    def create(self, request: Request, category_pk: int) -> Response:
        """Give the products of a category, and of all below it, an attribute."""
        wish = self.wish(NewAttributeSerializer)
        choices = [(choice["label"], choice.get("color", "")) for choice in wish.pop("choices", ())]
        made = define_attribute(category=self.category, choices=choices, **wish)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @property
    def category(self) -> Category:
        category: Category = get_object_or_404(Category.objects.live(), pk=self.kwargs["category_pk"])
        return category

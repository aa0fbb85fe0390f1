"""The endpoints of reviews."""

from typing import Any

from rest_framework import mixins, permissions, serializers

from ..models import Review
from ..services.reviews import publish_review
from .base import CatalogViewSet


class ReviewSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="author_name", required=False, allow_blank=True, max_length=120)
    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(required=False, allow_blank=True, max_length=5000)

    class Meta:
        model = Review
        fields = ("id", "product", "rating", "text", "name", "created_at")
        read_only_fields = ("created_at",)


class ReviewViewSet(mixins.CreateModelMixin, CatalogViewSet):
    """What buyers say; a buyer writes one for each product."""

    queryset = Review.objects.order_by("-created_at", "-pk")
    permission_classes = (permissions.IsAuthenticatedOrReadOnly,)
    serializer_class = ReviewSerializer
    filterset_fields = ("product", "rating")
    search_fields = ("text",)

    def perform_create(self, serializer: Any) -> None:
        given = dict(serializer.validated_data)
        name = given.pop("author_name", "")
        serializer.instance = publish_review(author=self.request.user, name=name, **given)  # type: ignore[arg-type]

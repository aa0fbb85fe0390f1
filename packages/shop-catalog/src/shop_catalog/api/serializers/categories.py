"""Categories as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ...models import Category
from ...models.tree import CategoryNode


class CategorySerializer(serializers.ModelSerializer):
    slug = serializers.CharField(read_only=True)
    parent_path = serializers.SerializerMethodField(help_text="The address of the parent; empty at the top.")
    parent = serializers.IntegerField(  # type: ignore[assignment]
        source="parent_pk", read_only=True, allow_null=True, help_text="The id of the parent; null at the top."
    )
    product_count = serializers.SerializerMethodField(help_text="How many products are on sale here and below.")
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Category
        fields = (
            "id",
            "name",
            "slug",
            "url_path",
            "parent",
            "parent_path",
            "depth",
            "product_count",
            "description",
            "image",
            "url",
        )

    def get_parent_path(self, category: Category) -> str:
        return category.url_path.rpartition("/")[0]

    def get_product_count(self, category: Category) -> int:
        return int(self.context["product_counts"].get(category.pk, 0))


class CategoryNodeSerializer(serializers.Serializer):
    """A category with everything below it."""

    id = serializers.IntegerField(source="category.pk", read_only=True)
    name = serializers.CharField(source="category.name", read_only=True)
    slug = serializers.CharField(source="category.slug", read_only=True)
    url_path = serializers.CharField(source="category.url_path", read_only=True)
    url = serializers.CharField(source="category.get_absolute_url", read_only=True)
    product_count = serializers.IntegerField(read_only=True)
    children = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/CategoryNode"}})
    def get_children(self, node: CategoryNode) -> list[Any]:
        return [self.to_representation(child) for child in node.children]


class CategoryRefSerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ("id", "name", "url_path")

"""Categories as JSON."""

from rest_framework import serializers

from ...models import Category


class CategorySerializer(serializers.ModelSerializer):
    parent_path = serializers.SerializerMethodField(help_text="The address of the parent; empty at the top.")
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Category
        fields = ("id", "name", "slug", "url_path", "parent_path", "depth", "description", "image", "url")

    def get_parent_path(self, category: Category) -> str:
        return category.url_path.rpartition("/")[0]


class CategoryRefSerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ("id", "name", "url_path")

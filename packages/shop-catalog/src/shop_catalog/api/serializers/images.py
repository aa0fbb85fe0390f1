"""Pictures of products, as JSON."""

from rest_framework import serializers

from ...models import ProductImage


class ImageSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="page_url", read_only=True)
    thumbnail = serializers.CharField(source="card_url", read_only=True)

    class Meta:
        model = ProductImage
        fields = ("url", "thumbnail", "srcset", "width", "height", "alt")

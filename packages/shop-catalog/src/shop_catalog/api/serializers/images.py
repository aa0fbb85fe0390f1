"""Pictures of products, as JSON."""

from rest_framework import serializers

from ...models import ProductImage


class ImageSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="page_url", read_only=True)
    thumbnail = serializers.CharField(source="card_url", read_only=True)

    class Meta:
        model = ProductImage
        fields: tuple[str, ...] = ("url", "thumbnail", "srcset", "width", "height", "alt")


class GalleryImageSerializer(ImageSerializer):
    """A picture as those see it who order the gallery."""

    class Meta(ImageSerializer.Meta):
        fields = ("id", "position", *ImageSerializer.Meta.fields)

"""Pictures of products as JSON: what `services.documents` writes, told for the schema."""

from typing import Any

from rest_framework import serializers

from ...models import ProductImage
from ...services import documents
from ..responses import origin_of


class ImageSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    url = serializers.URLField(help_text="For the page of the product.")
    thumbnail = serializers.URLField(help_text="For a list.")
    srcset = serializers.CharField(help_text="In every width, as HTML takes it; empty where there is but one.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(help_text="What it shows, for those who cannot see it.")


class GalleryImageSerializer(ImageSerializer):
    """A picture as those see it who order the gallery."""

    position = serializers.IntegerField()

    def to_representation(self, image: ProductImage) -> dict[str, Any]:
        told = documents.read(documents.stored(documents.image(image)), origin_of(self.context["request"]))
        return told | {"position": image.position}

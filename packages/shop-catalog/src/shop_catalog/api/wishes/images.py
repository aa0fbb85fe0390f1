"""What pictures are asked to be."""

from rest_framework import serializers


class NewImageSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="JPEG, PNG, WebP, AVIF or GIF.")
    alt = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="What it shows, for those who cannot see it."
    )


class ImageChangesSerializer(serializers.Serializer):
    alt = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="What it shows, for those who cannot see it."
    )
    position = serializers.IntegerField(
        required=False, min_value=0, max_value=10_000, help_text="Counted from 0; the first is the cover."
    )

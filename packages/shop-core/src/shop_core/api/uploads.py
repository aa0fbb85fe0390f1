"""Pictures in requests."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from rest_framework import serializers

from ..uploads import clean_image


class SafeImageField(serializers.FileField):
    """A file field whose value is the picture as `clean_image` writes it; it answers with the picture's address."""

    def to_internal_value(self, data: Any) -> ContentFile[bytes]:
        upload = super().to_internal_value(data)
        try:
            return clean_image(upload)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages, error.code) from error

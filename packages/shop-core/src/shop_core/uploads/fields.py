"""The form field for pictures; `shop_core.api.uploads` has the one for APIs."""

from __future__ import annotations

from typing import Any

from django import forms

from .images import clean_image


class SafeImageField(forms.FileField):
    """A file field whose value is the picture as `clean_image` writes it."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"})

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        return clean_image(upload) if upload else upload

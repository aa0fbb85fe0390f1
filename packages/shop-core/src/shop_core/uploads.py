"""Images from strangers: capped, decoded, and written anew, so that nothing but pixels is kept."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000


@deconstructible
@dataclass
class RandomName:
    """An ``upload_to`` that puts every file under ``folder`` with a name that nobody can guess."""

    folder: str

    def __call__(self, instance: object, filename: str) -> str:
        ending = filename.rpartition(".")[2].lower()
        return f"{self.folder}/{uuid4().hex}.{ending if ending in ('jpg', 'png', 'webp') else 'bin'}"


def clean_image(
    file: "BinaryIO | File[Any]", *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> "ContentFile[bytes]":
    """Return the picture of an upload, upright, without metadata, under a random name.

    :raises ValidationError: too large, or no JPEG, PNG or WebP.
    """
    from PIL import Image, ImageOps

    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise ValidationError(_("The picture is larger than %(mb)d MB."), "too_large", {"mb": max_bytes // 1024**2})
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise ValidationError(_("The picture has too many pixels. Please make it smaller."), "too_many_pixels")
            kind = str(image.format)
            upright = ImageOps.exif_transpose(image)
            mode = "RGB" if kind == "JPEG" or not upright.has_transparency_data else "RGBA"
            pixels = upright.convert(mode)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("Please choose a picture: JPEG, PNG or WebP."), "no_image") from error
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    written = BytesIO()
    bare.save(written, kind, quality=88) if kind != "PNG" else bare.save(written, kind)
    return ContentFile(written.getvalue(), name=f"{uuid4().hex}.{'jpg' if kind == 'JPEG' else kind.lower()}")


class SafeImageField(forms.FileField):
    """A file field whose value is the picture as `clean_image` writes it."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        return clean_image(upload) if upload else upload

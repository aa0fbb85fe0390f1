"""Decode a picture and write it anew."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ..options import conf
from .endings import has_stowaway

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WRITTEN_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "AVIF": "WEBP"}
"""What is taken, and as what it is kept: of a moving picture the first frame."""

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def clean_image(
    file: BinaryIO | File[Any], *, max_bytes: int | None = None, max_pixels: int | None = None
) -> ContentFile[bytes]:
    """Return the picture of an upload, upright, without metadata, under a random name.

    :param max_bytes: the largest file; ``SHOP_CORE["UPLOAD_MAX_BYTES"]`` where it is left out.
    :param max_pixels: the largest picture; ``SHOP_CORE["UPLOAD_MAX_PIXELS"]`` where it is left out.
    :raises ValidationError: too large, smaller or narrower than the options of `shop_core` allow, no picture that is taken, or more
        than a picture.
    """
    content = _read(file, max_bytes or conf.options.UPLOAD_MAX_BYTES)
    kind, pixels = _decode(content, max_pixels or conf.options.UPLOAD_MAX_PIXELS)
    return ContentFile(_encode(pixels, kind), name=f"{uuid4().hex}.{ENDINGS[kind]}")


def _read(file: BinaryIO | File[Any], max_bytes: int) -> bytes:
    content: bytes = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        message = _("The picture is larger than %(limit)s. Please choose a smaller one.")
        raise ValidationError(message, "too_large", {"limit": filesizeformat(max_bytes)})
    return content


def _decode(content: bytes, max_pixels: int) -> tuple[str, Picture]:
    """Return what the picture is kept as, and its pixels, upright."""
    from PIL import Image, ImageOps

    Image.init()
    formats = [name for name in WRITTEN_AS if name in Image.OPEN]
    try:
        with Image.open(BytesIO(content), formats=formats) as image:
            if image.width * image.height > max_pixels:
                raise Image.DecompressionBombError
            _check_shape(*image.size)
            if has_stowaway(content, "JPEG" if image.format == "MPO" else str(image.format)):
                message = _("This file holds more than a picture. Please save the picture anew and choose it again.")
                raise ValidationError(message, "stowaway")
            kind = WRITTEN_AS[str(image.format)]
            upright = ImageOps.exif_transpose(image)
            return kind, upright.convert("RGBA" if kind != "JPEG" and upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        message = _("The picture has too many pixels. Please make it smaller.")
        raise ValidationError(message, "too_many_pixels") from error
    except ValidationError:
        raise
    except Exception as error:  # decoders raise what they like over broken bytes: struct.error, RuntimeError, ...
        raise ValidationError(_("Please choose a picture: JPEG, PNG, WebP, AVIF or GIF."), "no_image") from error


def _check_shape(width: int, height: int) -> None:
    """Refuse a picture that nobody can make anything out in, or that no frame on a page fits."""
    least, ratio = conf.options.UPLOAD_MIN_SIDE, conf.options.UPLOAD_MAX_RATIO
    shorter, longer = sorted((width, height))
    if shorter < least:
        message = _(
            "The picture is %(width)d by %(height)d pixels. Please choose one with at least %(least)d each way."
        )
        raise ValidationError(message, "too_small", {"width": width, "height": height, "least": least})
    if longer > shorter * ratio:
        message = _("The picture is %(width)d by %(height)d pixels, too long for its width. Please crop it.")
        raise ValidationError(message, "too_narrow", {"width": width, "height": height})


def _encode(pixels: Picture, kind: str) -> bytes:
    from PIL import Image

    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    written = BytesIO()
    if kind == "PNG":
        bare.save(written, kind)
    else:
        bare.save(written, kind, quality=88)
    return written.getvalue()

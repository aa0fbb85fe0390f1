"""The renditions of pictures: every width that pages use, in every format that somebody's browser takes best.

WebP is made with the upload. AVIF takes four times as long, and hardly anybody needs JPEG and PNG any more: a task makes
these after the commit.
"""

import logging
from collections.abc import Collection
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from ..conf import conf
from ..models import Product, ProductImage
from .files import Store, remove_files, storing
from .listings import publish

logger = logging.getLogger(__name__)

WEBP, AVIF, PLAIN = "webp", "avif", "plain"
FORMATS = {".webp": WEBP, ".avif": AVIF, ".jpg": PLAIN, ".png": PLAIN}
WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    ".webp": ("WEBP", {"quality": 82, "method": 4}),
    ".avif": ("AVIF", {"quality": 55, "speed": 6}),
    ".jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
    ".png": ("PNG", {"optimize": True}),
}


def missing_renditions(*, image: ProductImage) -> list[tuple[str, int]]:
    """Return the formats and widths that the picture has no file for; none, where the storage makes them itself."""
    if image.resizing_storage:
        return []
    have = {_kind(each) for each in image.renditions}
    return [(kind, width) for kind in _formats() for width in image.widths if (kind, width) not in have]


def render(*, image: ProductImage, file: Any, formats: Collection[str], store: Store) -> list[dict[str, Any]]:
    """Store what a picture lacks of these formats, and return it; the picture's size is set from the file."""
    with Image.open(file) as original:
        image.width, image.height = original.size
        wanted = [(kind, width) for kind, width in missing_renditions(image=image) if kind in formats]
        sizes = _sizes(original, {width for _, width in wanted})
    return [_write(sizes[width], kind, name=str(image.file.name), store=store) for kind, width in wanted]


def make_renditions(*, image: ProductImage) -> int:
    """Make the renditions that a picture lacks, and return how many there were.

    :raises FileNotFoundError: its file is gone; storages other than the local one have errors of their own.
    :raises PictureNotStoredError: the storage does not take them.
    """
    if not missing_renditions(image=image):
        return 0
    with storing() as store, image.file.storage.open(str(image.file.name)) as file:
        made = render(image=image, file=file, formats=_formats(), store=store)
        _keep(image, made)
    names = {each["name"] for each in made}
    used = names.intersection(each["name"] for each in image.renditions)
    remove_files(names=names - used)
    return len(used)


def make_all_renditions() -> int:
    """Make the renditions that any picture lacks, and return how many there were; a picture that fails is logged."""
    images = ProductImage.objects.order_by("pk").iterator(500)
    return sum(_make_or_log(pk) for pk in [image.pk for image in images if missing_renditions(image=image)])


def _make_or_log(pk: int) -> int:
    try:
        return make_renditions(image=ProductImage.objects.get(pk=pk))
    except Exception:  # a file that is lost or broken must not keep the others waiting
        logger.exception("The renditions of picture %s were not made.", pk)
        return 0


@transaction.atomic
def _keep(image: ProductImage, made: list[dict[str, Any]]) -> None:
    """Write down those of the files that the picture still lacks; none, where it has another file by now."""
    Product.all_objects.filter(pk=image.product_id).lock()
    stored = ProductImage.objects.filter(pk=image.pk, file=image.file.name).first()
    if stored is None:
        return
    stored.width, stored.height = image.width, image.height
    lacking = missing_renditions(image=stored)
    kept = [each for each in made if _kind(each) in lacking]
    stored.renditions = image.renditions = sorted([*stored.renditions, *kept], key=lambda each: int(each["width"]))
    stored.save(update_fields=["width", "height", "renditions"])
    publish([image.product_id])


def _sizes(original: Image.Image, widths: Collection[int]) -> dict[int, Image.Image]:
    """Return the picture in these widths."""
    if not widths:
        return {}
    pixels = _pixels(original)
    return {width: _resized(pixels, width) for width in widths}


def _resized(pixels: Image.Image, width: int) -> Image.Image:
    height = max(1, round(pixels.height * width / pixels.width))
    return pixels.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _write(pixels: Image.Image, kind: str, *, name: str, store: Store) -> dict[str, Any]:
    ending = f".{kind}" if kind != PLAIN else ".png" if pixels.mode == "RGBA" else ".jpg"
    content = BytesIO()
    written_as, options = WRITTEN[ending]
    pixels.save(content, written_as, **options)
    stored = store(f"{PurePosixPath(name).with_suffix('')}-{pixels.width}{ending}", ContentFile(content.getvalue()))
    return {"name": stored, "width": pixels.width, "height": pixels.height}


def _pixels(original: Image.Image) -> Image.Image:
    """Return the picture with its transparency, where anything of it is transparent."""
    if original.has_transparency_data:
        picture = original.convert("RGBA")
        if picture.getchannel("A").getextrema() != (255, 255):
            return picture
    return original.convert("RGB")


def _kind(rendition: dict[str, Any]) -> tuple[str, int]:
    return FORMATS[PurePosixPath(rendition["name"]).suffix], rendition["width"]


def _formats() -> list[str]:
    """Return the formats that are wanted, and that this installation of Pillow can write."""
    Image.init()
    return [WEBP, AVIF, PLAIN] if conf.options.AVIF and "AVIF" in Image.SAVE else [WEBP, PLAIN]

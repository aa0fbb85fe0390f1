"""Pictures of products, in the sizes that pages use."""

from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from PIL import Image

from shop_core.uploads import clean_image

from ..models import Product, ProductImage

WIDTHS = (480, 1000)
"""A card, and the product's page."""


def add_image(*, product: Product, file: File, alt: str = "") -> ProductImage:
    """Add a picture at the end of a product's gallery, written anew without its metadata.

    :raises ValidationError: it is too large, or no picture.
    """
    position = ProductImage.objects.filter(product=product).count()
    with transaction.atomic():
        image: ProductImage = ProductImage.objects.create(
            product=product, file=clean_image(file), alt=alt, position=position
        )
        make_renditions(image=image)
    return image


def make_renditions(*, image: ProductImage) -> None:
    """Store a picture in the smaller sizes, as WebP."""
    with image.file.open() as file, Image.open(file) as original:
        picture = original.convert("RGBA" if original.has_transparency_data else "RGB")
    widths = sorted({min(width, picture.width) for width in WIDTHS})
    image.renditions = [_store(image, picture, width) for width in widths]
    image.save(update_fields=["renditions"])


def _store(image: ProductImage, picture: Image.Image, width: int) -> dict[str, Any]:
    height = max(1, round(picture.height * width / picture.width))
    content = BytesIO()
    picture.resize((width, height), Image.Resampling.LANCZOS).save(content, "WEBP", quality=82, method=4)
    source = PurePosixPath(str(image.file.name))
    name = image.file.storage.save(f"{source.with_suffix('')}-{width}.webp", ContentFile(content.getvalue()))
    return {"name": name, "width": width, "height": height}

"""The gallery of a product: its pictures, their order and their words."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.db import transaction

from shop_core.tasks import queue_after_commit
from shop_core.uploads import clean_image

from .. import tasks
from ..exceptions import GalleryChangedError
from ..models import Product, ProductImage
from .files import store_given_file, storing
from .history import PICTURES, history
from .listings import publish
from .renditions import WEBP, render
from .wording import refuse_offence, speaks_for_shop


def add_image(*, product: Product, file: File, alt: str = "") -> ProductImage:
    """Add a picture at the end of a product's gallery, written anew without its metadata.

    :raises ValidationError: it is too large, or no picture.
    :raises PictureNotStoredError: the storage does not take it.
    """
    image = ProductImage(product=product, file=clean_image(file), alt=alt)
    image.position = None  # type: ignore[assignment]
    save_gallery(product=product, images=[image])
    return image


def describe_image(*, image: ProductImage, alt: str) -> None:
    """Say anew what a picture shows, for those who cannot see it."""
    image.alt = alt
    save_gallery(product=image.product, images=[image])


def delete_image(*, image: ProductImage) -> None:
    """Take a picture out of its gallery; its files go after the commit."""
    save_gallery(product=image.product, deleted=[image])


@transaction.atomic
def order_images(*, product: Product, order: Sequence[int]) -> None:
    """Put the pictures of a product in this order; the first one is its cover.

    :param order: the keys of all its pictures.
    :raises GalleryChangedError: these are not the pictures that it has.
    """
    images = _gallery(product)
    if sorted(order) != sorted(images):
        raise GalleryChangedError
    with history.watching(Product, [product.pk], PICTURES):
        for position, key in enumerate(order):
            images[key].position = position
        ProductImage.objects.bulk_update(images.values(), ["position"])
    publish([product.pk])


@transaction.atomic
def move_image(*, image: ProductImage, position: int) -> None:
    """Put a picture at a place of its gallery, counted from 0; beyond the end it comes last."""
    order = [key for key in _gallery(image.product) if key != image.pk]
    order.insert(position, image.pk)
    order_images(product=image.product, order=order)


def save_gallery(
    *, product: Product, images: Sequence[ProductImage] = (), deleted: Sequence[ProductImage] = ()
) -> None:
    """Write a product's pictures as a form made them, all or none: new ones, new files, other words, other places.

    A new file is one that `clean_image` made; the files are stored before the transaction, so that nobody waits for them.

    :param images: those that are new or changed; a position of None is the end of the gallery.
    :param deleted: those that go.
    :raises OffensiveWordsError: words of a picture offend, and the product is a seller's.
    :raises PictureNotStoredError: the storage does not take a file.
    """
    if not speaks_for_shop(product.creator):
        refuse_offence(alt=" | ".join(image.alt for image in images))
    with storing() as store:
        for image in images:
            if content := store_given_file(record=image, field="file", store=store):
                image.renditions = []
                image.renditions = render(image=image, file=content, formats=[WEBP], store=store)
        _write(product, images, deleted)


@transaction.atomic
def _write(product: Product, images: Sequence[Any], deleted: Sequence[ProductImage]) -> None:
    gallery = _gallery(product)
    with history.watching(Product, [product.pk], PICTURES):
        for gone in deleted:
            if image := gallery.pop(gone.pk, None):
                image.delete()
                _remove_files_of(image)
        for image in images:
            image.product = product
            if image.position is None:
                image.position = max((each.position for each in gallery.values()), default=-1) + 1
            _write_one(image, gallery.get(image.pk))
            gallery[image.pk] = image
    publish([product.pk])


def _write_one(image: ProductImage, stored: ProductImage | None) -> None:
    if stored and stored.file.name == image.file.name:
        image.save(update_fields=["alt", "position"])  # its renditions may have come since it was read
        return
    image.save()
    queue_after_commit(tasks.make_renditions, image.pk)
    if stored:
        _remove_files_of(stored)


def _remove_files_of(image: ProductImage) -> None:
    queue_after_commit(tasks.remove_picture, image.file.name, [each["name"] for each in image.renditions])


def _gallery(product: Product) -> dict[int, ProductImage]:
    """Return the pictures of a product by key, and let nobody else change them until the transaction ends."""
    Product.all_objects.filter(pk=product.pk).lock()
    return {image.pk: image for image in ProductImage.objects.filter(product=product).order_by("position", "pk")}

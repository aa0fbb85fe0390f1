"""The gallery of a product: its pictures, their order and their words."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import picture

from shop_catalog.exceptions import GalleryChangedError, PictureNotStoredError
from shop_catalog.models import ProductImage
from shop_catalog.services.files import remove_files
from shop_catalog.services.images import add_image, delete_image, describe_image, order_images
from shop_catalog.sources import OfferSource
from shop_catalog.testing import make_offer, make_product
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db


def gallery(product):
    return [image.alt for image in product.images.order_by("position", "pk")]


def files_of(image):
    return [image.file.name, *(each["name"] for each in image.renditions)]


def stored(names):
    return [name for name in names if default_storage.exists(name)]


@pytest.fixture
def product():
    """A product with pictures called one, two and three."""
    product = make_product()
    for alt in ("one", "two", "three"):
        add_image(product=product, file=picture(size=(300, 200)), alt=alt)
    return product


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValidationError):
        add_image(product=make_product(), file=SimpleUploadedFile("lamp.png", b"<svg onload=alert(1)>"))
    assert not ProductImage.objects.exists()


def test_a_picture_without_renditions_shows_itself():
    image = ProductImage.objects.create(product=make_product(), file=picture())
    assert image.card_url == image.page_url == image.card.url == image.file.url
    assert (image.srcset, image.card.sources) == ("", [])


def test_pictures_are_put_in_another_order(product):
    one, two, three = product.images.order_by("position")
    order_images(product=product, order=[three.pk, one.pk, two.pk])
    assert gallery(product) == ["three", "one", "two"]
    assert ProductImage.objects.covers([product.pk]) == {product.pk: three}


@pytest.mark.parametrize("change", [lambda keys: keys[1:], lambda keys: [*keys, keys[0]], lambda keys: [*keys, 0]])
def test_an_order_of_other_pictures_is_refused(product, change):
    keys = list(product.images.order_by("-position").values_list("pk", flat=True))
    with pytest.raises(GalleryChangedError):
        order_images(product=product, order=change(keys))
    assert gallery(product) == ["one", "two", "three"]


def test_a_picture_is_described_anew(product):
    image = product.images.get(alt="two")
    files = files_of(image)
    describe_image(image=image, alt="A lamp from the side")
    assert gallery(product) == ["one", "A lamp from the side", "three"]
    assert stored(files) == files


def test_a_picture_that_goes_takes_its_files_along_after_the_commit(product, django_capture_on_commit_callbacks):
    image = product.images.get(alt="one")
    files = files_of(image)
    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image=image)
        assert stored(files) == files
    assert gallery(product) == ["two", "three"]
    assert stored(files) == []


def test_a_picture_that_is_gone_already_can_be_deleted_again(product):
    image = product.images.get(alt="one")
    delete_image(image=image)
    delete_image(image=image)
    assert gallery(product) == ["two", "three"]


def test_files_that_another_picture_shows_stay(product, django_capture_on_commit_callbacks):
    image = product.images.get(alt="one")
    ProductImage.objects.create(product=make_product(), file=image.file.name, renditions=image.renditions)
    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image=image)
    assert stored(files_of(image)) == files_of(image)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_pictures_that_come_at_once_stand_one_behind_the_other():
    product = make_product()
    uploads = [picture(size=(30, 20)) for _ in range(8)]
    run_in_threads(lambda upload: add_image(product=product, file=upload), uploads)
    assert sorted(product.images.values_list("position", flat=True)) == list(range(8))


def test_a_new_picture_stands_at_the_end_even_after_others_went(product):
    delete_image(image=product.images.get(alt="one"))
    add_image(product=product, file=picture(size=(300, 200)), alt="four")
    assert gallery(product) == ["two", "three", "four"]


@pytest.mark.parametrize("room", [0, 1, 3])
def test_a_picture_that_is_not_stored_whole_is_refused_and_leaves_nothing(full_disk, room, caplog):
    full_disk.room = room
    with pytest.raises(PictureNotStoredError, match="again"):
        add_image(product=make_product(), file=picture())
    assert not ProductImage.objects.exists()
    assert full_disk.kept() == []
    assert "No space left" in caplog.text


def test_a_file_that_cannot_be_deleted_does_not_keep_the_others(caplog):
    name = default_storage.save("products/lamp.jpg", ContentFile(b"x"))
    remove_files(names=["../outside", name])
    assert stored([name]) == []
    assert "../outside" in caplog.text


def test_the_first_picture_is_the_one_that_carts_show(client):
    offer = make_offer()
    first, second = (add_image(product=offer.variant.product, file=picture(), alt=f"Side {n}") for n in (1, 2))
    assert OfferSource().lookup([offer.ref])[offer.ref].image_url == first.card_url
    page = client.get(offer.get_absolute_url())
    assert 'alt="Side 2"' in page.text
    assert second.page_url in page.text
    assert first.card_url in client.get("/products/").text


def pictures_of(page):
    return re.findall(r"<picture.*?</picture>", page.text, flags=re.DOTALL)


def test_pages_offer_every_format_with_the_size_of_what_is_shown(client, django_capture_on_commit_callbacks):
    product = make_product()
    with django_capture_on_commit_callbacks(execute=True):
        for _side in (1, 2):
            add_image(product=product, file=picture(kind="JPEG"))
    shown = pictures_of(client.get(product.get_absolute_url()))
    sizes = [re.findall(r'<img src="[^"]*-(\d+)\.jpg" width="(\d+)" height="(\d+)"', each)[0] for each in shown]
    assert sizes == [("1000", "1000", "750")] * 2 + [("200", "200", "150")] * 2
    assert ["lazy" in each for each in shown] == [False, True, True, True]
    types = re.findall(r'<source type="([^"]*)" srcset="[^"]* 200w, [^"]* 480w, [^"]* 1000w"', shown[0])
    assert types == ["image/avif", "image/webp"]
    (card,) = pictures_of(client.get("/products/"))
    assert '-480.jpg" width="480" height="360"' in card


def test_a_picture_without_words_is_called_by_its_product(client):
    product = make_product("Lamp <1>")
    add_image(product=product, file=picture())
    assert 'alt="Lamp &lt;1&gt;"' in pictures_of(client.get(product.get_absolute_url()))[0]

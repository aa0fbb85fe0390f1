"""Pictures in the sizes that pages use."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop_catalog.models import ProductImage
from shop_catalog.services.images import add_image
from shop_catalog.sources import OfferSource
from shop_catalog.testing import make_offer, make_product


def picture(size=(1600, 1200), mode="RGB", kind="PNG"):
    content = BytesIO()
    Image.new(mode, size).save(content, kind)
    return SimpleUploadedFile(f"lamp.{kind.lower()}", content.getvalue())


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA"])
def test_a_picture_is_stored_in_the_sizes_of_pages(mode):
    image = add_image(product=make_product(), file=picture(mode=mode), alt="A lamp")
    assert (image.width, image.height) == (1600, 1200)
    assert [(each["width"], each["height"]) for each in image.renditions] == [(480, 360), (1000, 750)]
    assert image.card_url.endswith("-480.webp")
    assert image.page_url.endswith("-1000.webp")
    assert "480w" in image.srcset
    with image.file.storage.open(image.renditions[0]["name"]) as file, Image.open(file) as small:
        assert (small.format, small.size) == ("WEBP", (480, 360))


@pytest.mark.django_db
def test_a_small_picture_is_not_blown_up():
    image = add_image(product=make_product(), file=picture(size=(100, 50)))
    assert [each["width"] for each in image.renditions] == [100]


@pytest.mark.django_db
def test_a_picture_without_renditions_shows_itself():
    image = ProductImage.objects.create(product=make_product(), file=picture())
    assert image.card_url == image.page_url == image.file.url
    assert image.srcset == ""


@pytest.mark.django_db
def test_the_first_picture_is_the_one_that_carts_show(client):
    offer = make_offer()
    first, second = (add_image(product=offer.variant.product, file=picture(), alt=f"Side {n}") for n in (1, 2))
    assert OfferSource().lookup([offer.ref])[offer.ref].image_url == first.card_url
    page = client.get(offer.get_absolute_url())
    assert 'alt="Side 2"' in page.text
    assert second.page_url in page.text
    assert first.card_url in client.get("/products/").text


@pytest.mark.django_db
def test_what_is_no_picture_is_refused():
    with pytest.raises(ValidationError):
        add_image(product=make_product(), file=SimpleUploadedFile("lamp.png", b"<svg onload=alert(1)>"))
    assert not ProductImage.objects.exists()

"""Pictures are added, described, ordered and deleted over HTTP."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import make_user
from tests.people import client_of, make_seller
from tests.test_images import picture

from shop_catalog.models import Offer, ProductImage
from shop_catalog.services.images import add_image
from shop_catalog.services.offers import set_active
from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return make_seller()


@pytest.fixture
def product(store):
    return make_product(store=store, creator=store.seller.user)


@pytest.fixture
def gallery(product):
    return f"/api/products/{product.pk}/images/"


def test_a_seller_fills_the_gallery_of_their_product(store, gallery):
    seller = client_of(store.seller.user)
    for alt in ("Front", "Back", "Side"):
        made = seller.post(gallery, {"file": picture(), "alt": alt}, format="multipart")
        assert (made.status_code, made.data["alt"]) == (201, alt)
    address = f"{gallery}{made.data['id']}/"
    moved = seller.patch(address, {"position": 0, "alt": "Left"})
    assert (moved.status_code, moved.data["position"], moved.data["alt"]) == (200, 0, "Left")
    assert [row["alt"] for row in client_of().get(gallery).data] == ["Left", "Front", "Back"]
    seller.patch(address, {"position": 99})
    assert [row["alt"] for row in client_of().get(gallery).data] == ["Front", "Back", "Left"]
    assert seller.delete(address).status_code == 204
    assert client_of().get(address).status_code == 404


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(store, gallery, content):
    answer = client_of(store.seller.user).post(
        gallery, {"file": SimpleUploadedFile("a.png", content)}, format="multipart"
    )
    assert (answer.status_code, list(answer.data["errors"])) == (400, ["file"])
    answer = client_of(store.seller.user).post(gallery, {"file": "a.png"})
    assert (answer.status_code, list(answer.data["errors"])) == (400, ["file"])


def test_nobody_touches_the_gallery_of_others(product, gallery):
    image = add_image(product=product, file=picture())
    for user in (None, make_user(), make_seller("Bob").seller.user):
        client = client_of(user)
        assert client.post(gallery, {"file": picture()}, format="multipart").status_code == 403
        assert client.patch(f"{gallery}{image.pk}/", {"alt": "x"}).status_code == 403
        assert client.delete(f"{gallery}{image.pk}/").status_code == 403
    assert ProductImage.objects.get().alt == ""


def test_the_gallery_of_what_is_off_sale_is_for_its_seller(store, product, gallery):
    add_image(product=product, file=picture())
    set_active(offer=Offer.objects.get(), active=False)
    assert client_of().get(gallery).status_code == 404
    assert len(client_of(store.seller.user).get(gallery).data) == 1
    other = client_of(make_seller("Bob").seller.user)
    assert other.post(gallery, {"file": picture()}, format="multipart").status_code == 404
    other = make_product(store=store, creator=store.seller.user)
    image = ProductImage.objects.get()
    assert client_of(store.seller.user).delete(f"/api/products/{other.pk}/images/{image.pk}/").status_code == 404

"""Pictures in the JSON of products: whole addresses, though what is stored knows no host."""

import re

import pytest
from tests.conftest import picture
from tests.people import client_of

from shop_catalog.models import Listing, Product
from shop_catalog.services.images import add_image
from shop_catalog.services.listings import publish, rebuild
from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db
HOSTS = ["shop.example", "intern.example:8443"]


@pytest.fixture
def image(settings):
    settings.ALLOWED_HOSTS = ["shop.example", "intern.example"]
    return add_image(product=make_product("Lamp"), file=picture())


def pictures_in(image):
    """Return the picture as list, page and gallery tell it, for each host."""
    address = f"/api/products/{image.product_id}/"
    for host in HOSTS:
        client = client_of()
        get = lambda path: client.get(path, HTTP_HOST=host, secure=True).json()  # noqa: B023, E731
        yield (
            host,
            [
                get("/api/products/")["results"][0]["image"],
                get(address)["images"][0],
                get(address)["image"],
                get(f"{address}images/")[0],
            ],
        )


def test_the_addresses_are_those_of_the_host_that_was_asked(image):
    for host, told in pictures_in(image):
        for each in told:
            assert each.pop("position", 0) == 0
            assert each == told[0]
        assert told[0]["id"] == image.pk
        assert told[0]["url"] == f"https://{host}{image.page_url}"
        assert told[0]["thumbnail"] == f"https://{host}{image.card_url}"
        assert re.findall(r"(\S+) \d+w", told[0]["srcset"]) == [
            f"https://{host}{url}" for url in re.findall(r"(\S+) \d+w", image.srcset)
        ]
        assert len(told[0]["srcset"].split(", ")) == 3
    stored = Listing.objects.get()
    assert not [host for host in HOSTS if host in stored.card + stored.detail]


def test_a_product_that_was_just_changed_tells_them_too(image, admin):
    changed = admin.patch(
        f"/api/products/{image.product_id}/", {"name": "Lamp"}, "application/json", HTTP_HOST=HOSTS[0]
    )
    assert changed.json()["image"]["url"].startswith(f"http://{HOSTS[0]}/")


@pytest.mark.parametrize("base", ["https://cdn.example/media/", "//cdn.example/media/"])
def test_the_address_of_another_host_stays(image, settings, base):
    settings.MEDIA_URL = base
    rebuild()
    for _host, told in pictures_in(image):
        assert told[1]["url"].startswith(base)
        assert told[1]["srcset"].startswith(base)


def test_what_people_write_is_no_address(settings):
    odd = "\x01 \\u0001 \\ud800 {origin}"
    product = make_product(description=odd)
    Product.objects.update(name=odd)  # as older ones may be called
    publish([product.pk])
    answer = client_of().get(f"/api/products/{product.pk}/").json()
    assert (answer["name"], answer["description"], answer["image"]) == (odd, odd, None)
    assert client_of().get("/api/products/").json()["results"][0]["name"] == odd

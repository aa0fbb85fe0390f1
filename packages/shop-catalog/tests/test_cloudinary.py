"""Pictures at Cloudinary: an account of our own on loopback."""

import sys
import threading
from io import BytesIO
from urllib.request import urlopen

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from PIL import Image
from tests.cloudinary_server import CLOUD, FakeCloudinary
from tests.conftest import picture

from shop_catalog.cloudinary import CloudinaryStorage
from shop_catalog.exceptions import PictureNotStoredError
from shop_catalog.models import ProductImage
from shop_catalog.services.images import add_image, delete_image
from shop_catalog.services.renditions import make_all_renditions
from shop_catalog.testing import make_product

BACKEND = "shop_catalog.cloudinary.CloudinaryStorage"


@pytest.fixture
def cloudinary():
    with FakeCloudinary() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.answering.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def storage(cloudinary):
    return CloudinaryStorage(**cloudinary.options)


@pytest.fixture
def in_use(settings, cloudinary):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": BACKEND, "OPTIONS": cloudinary.options}}


def test_a_file_is_saved_opened_measured_and_deleted(storage, cloudinary):
    name = storage.save("products/2026/lamp é.png", ContentFile(b"the picture"))
    assert cloudinary.files == {("image", "products/2026/lamp é"): b"the picture"}
    assert (storage.exists(name), storage.size(name)) == (True, 11)
    with storage.open(name) as file:
        assert file.read() == b"the picture"
    storage.delete(name)
    storage.delete(name)
    assert not storage.exists(name)
    assert cloudinary.files == {}


def test_what_is_no_picture_keeps_its_ending(storage, cloudinary):
    name = storage.save("imports/prices.csv", ContentFile(b"sku,price"))
    assert list(cloudinary.files) == [("raw", "imports/prices.csv")]
    assert storage.rendition_url(name, 480) == storage.url(name)
    with storage.open(name) as file:
        assert file.read() == b"sku,price"


def test_a_name_that_is_taken_gets_another_without_asking_first(storage, cloudinary):
    first = storage.save("lamp.png", ContentFile(b"one"))
    second = storage.save("lamp.png", ContentFile(b"two"))
    assert first != second
    assert sorted(cloudinary.files.values()) == [b"one", b"two"]
    assert {call.partition(" ")[0] for call in cloudinary.calls} == {"POST"}


def test_an_upload_with_a_wrong_secret_is_refused(cloudinary):
    storage = CloudinaryStorage(**cloudinary.options | {"api_secret": "guessed"})
    with pytest.raises(OSError, match="Invalid Signature"):
        storage.save("lamp.png", ContentFile(b"x"))
    assert cloudinary.files == {}


def test_a_file_that_is_not_there_is_not_found(storage):
    with pytest.raises(FileNotFoundError):
        storage.open("lamp.png")
    with pytest.raises(FileNotFoundError):
        storage.size("lamp.png")


@pytest.mark.parametrize("fault", [500, 503, "silence"])
def test_what_goes_wrong_is_an_error_of_the_system(storage, cloudinary, fault):
    cloudinary.fault = fault
    for action in (storage.open, storage.exists, storage.delete):
        with pytest.raises(OSError):  # noqa: PT011 - as a disk's
            action("lamp.png")


def test_addresses_are_those_of_the_account_and_its_own_delivery():
    account = {"cloud_name": "demo", "api_key": "1", "api_secret": "2"}
    storage = CloudinaryStorage(**account)
    assert storage.url("products/lamp.jpg") == "https://res.cloudinary.com/demo/image/upload/v1/products/lamp.jpg"
    assert storage.rendition_url("products/lamp.jpg", 480) == (
        "https://res.cloudinary.com/demo/image/upload/f_auto,q_auto,c_limit,w_480/v1/products/lamp.jpg"
    )
    own = CloudinaryStorage(**account, delivery_prefix="https://pictures.shop.example")
    assert own.url("terms.pdf") == "https://pictures.shop.example/raw/upload/v1/terms.pdf"


@pytest.mark.django_db
def test_one_file_is_stored_and_every_size_is_delivered(in_use, cloudinary, client, django_capture_on_commit_callbacks):
    product = make_product()
    with django_capture_on_commit_callbacks(execute=True):
        image = add_image(product=product, file=picture(), alt="A lamp")
    assert len(cloudinary.files) == 1
    assert (image.width, image.height, image.renditions, make_all_renditions()) == (1600, 1200, [], 0)
    assert (image.card.width, image.card.height) == (480, 360)
    for url, size in ((image.thumbnail.url, (200, 150)), (image.card_url, (480, 360)), (image.page_url, (1000, 750))):
        with urlopen(url) as answer, Image.open(BytesIO(answer.read())) as shown:
            assert shown.size == size
    page = client.get(product.get_absolute_url()).text
    assert f'srcset="{image.srcset}"' in page
    assert "f_auto,q_auto,c_limit,w_480" in client.get("/products/").text
    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image=image)
    assert cloudinary.files == {}


@pytest.mark.django_db
def test_a_picture_that_was_never_measured_is_shown_all_the_same(in_use):
    image = ProductImage(file="products/lamp.jpg")
    assert [source.srcset.count("w_") for source in image.page.sources] == [3]
    assert (image.page.width, image.page.height) == (1000, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [500, "silence"])
def test_a_failed_upload_is_refused_and_nothing_is_half_saved(in_use, cloudinary, fault):
    cloudinary.fault = fault
    with pytest.raises(PictureNotStoredError):
        add_image(product=make_product(), file=picture())
    assert not ProductImage.objects.exists()
    assert cloudinary.files == {}


@pytest.mark.django_db
def test_pictures_of_before_are_delivered_in_every_size_too(in_use, cloudinary):
    image = ProductImage(file="products/lamp.jpg", width=1600, height=1200)
    image.renditions = [{"name": "products/lamp-480.webp", "width": 480, "height": 360}]
    assert (
        image.card_url == f"{cloudinary.address}/{CLOUD}/image/upload/f_auto,q_auto,c_limit,w_480/v1/products/lamp.jpg"
    )


@pytest.mark.django_db
def test_without_the_sdk_a_check_says_what_to_install(in_use, monkeypatch):
    assert run_checks() == []
    monkeypatch.setitem(sys.modules, "cloudinary", None)
    (error,) = run_checks()
    assert (error.id, error.hint) == ("shop_catalog.E006", "pip install shop-catalog[cloudinary]")

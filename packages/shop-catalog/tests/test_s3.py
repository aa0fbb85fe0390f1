"""Pictures at S3: moto's server on loopback."""

import sys
from urllib.request import urlopen

import boto3
import pytest
from django.core.checks import run_checks
from moto.server import ThreadedMotoServer
from tests.conftest import picture

from shop_catalog.exceptions import PictureNotStoredError
from shop_catalog.models import ProductImage
from shop_catalog.services.images import add_image, delete_image
from shop_catalog.testing import make_product

BUCKET = "shop-pictures"
ACCOUNT = {"access_key": "key", "secret_key": "secret", "region_name": "eu-central-1"}


@pytest.fixture(scope="module")
def s3():
    """The address of an S3 with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="key", aws_secret_access_key="secret", region_name="eu-central-1"
    )
    where = {"LocationConstraint": "eu-central-1"}
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where, ACL="public-read")
    yield address
    server.stop()


@pytest.fixture
def use(settings, s3):
    """Make S3 the storage of the project."""

    def use(**options):
        options = ACCOUNT | {"bucket_name": BUCKET, "endpoint_url": s3, "querystring_auth": False} | options
        settings.STORAGES = settings.STORAGES | {
            "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
        }

    return use


@pytest.fixture
def keys(s3):
    """Tell what is in the bucket."""
    options = {"endpoint_url": s3, "region_name": "eu-central-1"}
    bucket = boto3.resource("s3", aws_access_key_id="key", aws_secret_access_key="secret", **options).Bucket(BUCKET)
    yield lambda: sorted(each.key for each in bucket.objects.all())
    bucket.objects.all().delete()


@pytest.mark.django_db
def test_a_picture_and_its_renditions_are_stored_shown_and_deleted(
    use, keys, client, django_capture_on_commit_callbacks
):
    use(default_acl="public-read")
    product = make_product()
    with django_capture_on_commit_callbacks(execute=True):
        add_image(product=product, file=picture())
    image = ProductImage.objects.get()
    assert sorted([image.file.name, *(each["name"] for each in image.renditions)]) == keys()
    assert len(keys()) == 10
    assert "?" not in image.card_url + image.card.url
    with urlopen(image.card_url) as answer:
        assert answer.read(4) == b"RIFF"
    assert image.page.url in client.get(product.get_absolute_url()).text
    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image=image)
    assert keys() == []


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [{"bucket_name": "nobodys-bucket"}, {"endpoint_url": "http://127.0.0.1:9"}])
def test_a_failed_upload_is_refused_and_nothing_is_half_saved(use, keys, fault):
    use(**fault)
    with pytest.raises(PictureNotStoredError):
        add_image(product=make_product(), file=picture())
    assert not ProductImage.objects.exists()
    assert keys() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, []),
        ({"querystring_auth": True}, ["shop_catalog.W001"]),
        ({"querystring_auth": True, "custom_domain": "pictures.shop.example"}, []),
    ],
)
def test_a_storage_that_signs_its_addresses_is_warned_of(use, options, found):
    use(**options)
    assert [message.id for message in run_checks()] == found


@pytest.mark.django_db
@pytest.mark.parametrize("package", ["storages", "boto3"])
def test_without_its_packages_a_check_says_what_to_install(use, monkeypatch, package):
    use()
    monkeypatch.setitem(sys.modules, package, None)
    (error,) = run_checks()
    assert (error.id, error.hint) == ("shop_catalog.E006", "pip install shop-catalog[s3]")

"""Statement 29: what is taken as a photo, at every door."""

import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image
from tests.test_registration import filled_in

from shop_accounts.models import Account
from shop_accounts.testing import PASSWORD

pytestmark = pytest.mark.django_db


def png(size=(32, 32)):
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "PNG")
    return data.getvalue()


def bomb():
    """A picture of 50 megapixels in a few kilobytes."""
    data = bytearray(png((1, 1)))
    data[16:24] = (10_000).to_bytes(4) + (5_000).to_bytes(4)
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4)
    return bytes(data)


EVIL = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<html><script>alert(1)</script></html>",
    "polyglot": png() + b"<script>alert(1)</script>",
    "bomb": bomb(),
    "cut off": png()[:40],
    "empty": b"",
}


def by_profile_page(client, file):
    return client.post("/account/", {"photo": file})


def by_api(client, file):
    body = encode_multipart(BOUNDARY, {"photo": file})
    return client.patch("/api/accounts/me/", body, content_type=MULTIPART_CONTENT)


def by_registration_page(client, file):
    client.logout()
    return client.post("/register/", filled_in(photo=file))


def by_registration_api(client, file):
    body = {"email": "ada@example.com", "password": PASSWORD, "photo": file}
    return client.post("/api/accounts/register/", body)


DOORS = [by_profile_page, by_api, by_registration_page, by_registration_api]


@pytest.fixture
def member(client, user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(user)
    return client


def photos():
    return [account.photo for account in Account.objects.all() if account.photo]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", EVIL)
def test_s29_what_is_no_picture_or_more_than_one_is_refused_by_its_field(member, tmp_path, door, kind):
    answer = door(member, SimpleUploadedFile("me.png", EVIL[kind], "image/png"))
    refused = answer.json()["errors"] if "json" in answer["Content-Type"] else answer.context["form"].errors
    assert "photo" in refused
    assert photos() == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("door", DOORS)
def test_s29_a_picture_is_written_anew_without_what_the_camera_noted(member, door):
    data, exif = BytesIO(), Image.Exif()
    exif[0x010F], exif[0x9286] = "Camera of Ada", "at home"
    Image.new("RGB", (32, 32), "teal").save(data, "JPEG", exif=exif, comment=b"secret")
    door(member, SimpleUploadedFile("me at home.jpg", data.getvalue(), "image/jpeg"))
    [photo] = photos()
    with photo.open() as file:
        written = file.read()
    assert b"Camera" not in written
    assert b"secret" not in written
    assert not Image.open(BytesIO(written)).getexif()
    assert "home" not in photo.name

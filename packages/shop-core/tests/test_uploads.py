from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop_core.uploads import RandomName, SafeImageField, clean_image


def make_picture(kind="JPEG", size=(6, 4), **options):
    written = BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **options)
    return BytesIO(written.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_format(kind):
    with Image.open(clean_image(make_picture(kind))) as kept:
        assert (kept.format, kept.size) == (kind, (6, 4))


def test_a_photograph_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home"
    with Image.open(clean_image(make_picture(exif=exif))) as kept:
        assert kept.size == (4, 6)
        assert not kept.getexif()


def test_what_is_hidden_behind_a_picture_is_not_kept():
    kept = clean_image(BytesIO(make_picture("PNG").getvalue() + b"<script>alert(1)</script>"))
    assert b"<script>" not in kept.read()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a<script>", make_picture("PNG").getvalue()[:40]],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        clean_image(BytesIO(content))
    assert refusal.value.code == "no_image"


def test_a_picture_of_too_many_pixels_is_refused():
    with pytest.raises(ValidationError, match="pixels"):
        clean_image(make_picture("PNG", (200, 200)), max_pixels=39_999)


def test_a_large_file_is_refused():
    with pytest.raises(ValidationError, match="larger"):
        clean_image(BytesIO(b"x" * 11), max_bytes=10)


def test_names_are_random():
    name = RandomName("pictures")
    assert name(None, "a.png") != name(None, "a.png")
    assert name(None, "a.html").endswith(".bin")


def test_the_form_field_gives_the_clean_picture():
    kept = SafeImageField().clean(SimpleUploadedFile("mine.png", make_picture("PNG").getvalue()))
    assert kept.name.endswith(".png")
    assert "mine" not in kept.name

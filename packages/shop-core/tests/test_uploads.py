import zlib
from contextlib import suppress
from io import BytesIO
from struct import pack

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.writer import MigrationWriter
from PIL import Image, features

from shop_core.api.uploads import SafeImageField as SafeImageAPIField
from shop_core.uploads import RandomName, SafeImageField, clean_image

KINDS = ["JPEG", "PNG", "WEBP", "GIF", *(["AVIF"] if features.check("avif") else [])]


def make_picture(kind="JPEG", size=(24, 16), **options):
    written = BytesIO()
    Image.new("RGB", size, "red").save(written, kind, **options)
    return BytesIO(written.getvalue())


def make_upload(kind="PNG", name="mine.png"):
    return SimpleUploadedFile(name, make_picture(kind).getvalue())


def code_of(content, **limits):
    with pytest.raises(ValidationError) as refusal:
        clean_image(BytesIO(content), **limits)
    return refusal.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_format(kind):
    with Image.open(clean_image(make_picture(kind))) as kept:
        assert (kept.format, kept.size) == (kind, (24, 16))


@pytest.mark.parametrize(("kind", "written"), [("GIF", "PNG"), ("AVIF", "WEBP")])
def test_of_other_kinds_the_first_frame_is_kept(kind, written):
    if kind not in KINDS:
        pytest.skip("this Pillow has no AVIF")
    later = Image.new("RGB", (24, 16), "blue")
    kept = clean_image(make_picture(kind, save_all=True, append_images=[later]))
    with Image.open(kept) as first:
        assert (first.format, getattr(first, "n_frames", 1)) == (written, 1)
        red, _green, blue = first.convert("RGB").getpixel((2, 2))
    assert red > 200 > 50 > blue
    assert kept.name.endswith(f".{written.lower()}")


def test_transparency_is_kept():
    written = BytesIO()
    Image.new("RGBA", (24, 16), (255, 0, 0, 0)).save(written, "PNG")
    with Image.open(clean_image(BytesIO(written.getvalue()))) as kept:
        assert kept.mode == "RGBA"


def test_a_photograph_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home"
    with Image.open(clean_image(make_picture(exif=exif))) as kept:
        assert kept.size == (16, 24)
        assert not kept.getexif()


def test_a_photograph_of_a_telephone_with_a_second_picture_is_taken():
    double = make_picture("MPO", save_all=True, append_images=[Image.new("RGB", (3, 2), "blue")])
    kept = clean_image(double)
    assert kept.name.endswith(".jpg")
    with Image.open(kept) as picture:
        assert (picture.format, picture.size) == ("JPEG", (24, 16))


@pytest.mark.parametrize("trailer", [b"\0\0\0\x18ftypmp42 a film", b"\0\0notes of the maker SEFT", b"\0" * 9])
def test_what_telephones_put_behind_a_photograph_is_left_out(trailer):
    assert b"notes" not in clean_image(BytesIO(make_picture().getvalue() + trailer)).read()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stowaway", [b"<script>alert(1)</script>", b"PK\x03\x04 an archive", b"%PDF-1.7"])
def test_a_file_that_is_a_picture_and_more_is_refused(kind, stowaway):
    assert code_of(make_picture(kind).getvalue() + stowaway) == "stowaway"


def test_a_photograph_in_several_scans_ends_where_it_ends():
    noise = Image.effect_noise((64, 64), 90)
    written = BytesIO()
    noise.save(written, "JPEG", progressive=True, restart_marker_rows=1)
    clean_image(BytesIO(written.getvalue()))
    assert code_of(written.getvalue() + b"<script>") == "stowaway"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a<script>",
        b"<script>" + make_picture("PNG").getvalue(),
        make_picture("BMP").getvalue(),
    ],
)
def test_what_is_no_picture_is_refused(content):
    assert code_of(content) == "no_image"


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_cut_off_is_refused(kind):
    assert code_of(make_picture(kind, (64, 64)).getvalue()[:-60]) in {"no_image", "stowaway"}


@pytest.mark.parametrize("kind", KINDS)
def test_broken_bytes_are_refused_and_nothing_else_happens(kind):
    content = make_picture(kind, (16, 16)).getvalue()
    for at in range(0, len(content), 3):
        broken = content[:at] + b"\xff" + content[at + 1 :]
        with suppress(ValidationError):
            clean_image(BytesIO(broken))


def make_bomb(side):
    """Return a real picture: some kilobytes that would unfold to gigabytes of pixels."""

    def chunk(kind, content):
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 12_000, 24_000])
def test_a_bomb_is_not_unfolded(side):
    bomb = make_bomb(side)
    assert len(bomb) < 100_000
    assert code_of(bomb) == "too_many_pixels"


def test_a_picture_of_too_many_pixels_is_refused(settings):
    settings.SHOP_CORE = {"UPLOAD_MAX_PIXELS": 24 * 16 - 1}
    assert code_of(make_picture().getvalue()) == "too_many_pixels"
    assert code_of(make_picture("PNG", (200, 200)).getvalue(), max_pixels=39_999) == "too_many_pixels"


@pytest.mark.parametrize(
    ("size", "code"),
    [((1, 1), "too_small"), ((8000, 1), "too_small"), ((15, 200), "too_small"), ((321, 16), "too_narrow")],
)
def test_a_picture_of_an_extreme_shape_is_refused(size, code):
    assert code_of(make_picture("PNG", size).getvalue()) == code


def test_how_extreme_a_picture_may_be_is_an_option(settings):
    clean_image(make_picture("PNG", (320, 16)))
    settings.SHOP_CORE = {"UPLOAD_MIN_SIDE": 1, "UPLOAD_MAX_RATIO": 8000}
    clean_image(make_picture("PNG", (8000, 1)))
    settings.SHOP_CORE = {"UPLOAD_MIN_SIDE": 100}
    with pytest.raises(ValidationError, match=r"The picture is 24 by 16 pixels[.] Please choose one with at least 100"):
        clean_image(make_picture())


def test_a_large_file_is_refused(settings):
    assert code_of(b"x" * 11, max_bytes=10) == "too_large"
    settings.SHOP_CORE = {"UPLOAD_MAX_BYTES": 100}
    with pytest.raises(ValidationError, match="larger than 100"):
        clean_image(make_picture())


def test_names_are_random():
    name = RandomName("pictures")
    assert name(None, "a.png") != name(None, "a.png")
    assert name(None, "a.html").endswith(".bin")


def test_a_random_name_stands_in_migrations():
    assert MigrationWriter.serialize(RandomName("pictures")) == (
        "shop_core.uploads.RandomName('pictures')",
        {"import shop_core.uploads"},
    )
    assert RandomName("pictures") == RandomName("pictures")


class Profile(forms.Form):
    photo = SafeImageField(required=False)


def test_the_form_field_gives_the_clean_picture():
    form = Profile({}, {"photo": make_upload()})
    assert form.is_valid()
    assert form.cleaned_data["photo"].name.endswith(".png")
    assert "mine" not in form.cleaned_data["photo"].name


def test_the_form_field_names_the_fault():
    form = Profile({}, {"photo": SimpleUploadedFile("me.png", b"<svg/>")})
    assert form.errors == {"photo": ["Please choose a picture: JPEG, PNG, WebP, AVIF or GIF."]}


def test_a_picture_is_cleared_or_kept():
    old = make_upload(name="old.png")
    cleared = Profile({"photo-clear": "on"}, {}, initial={"photo": old})
    assert cleared.is_valid()
    assert cleared.cleaned_data["photo"] is False
    kept = Profile({}, {}, initial={"photo": old})
    assert kept.is_valid()
    assert kept.cleaned_data["photo"] is old


def test_the_field_of_apis_gives_the_clean_picture():
    assert SafeImageAPIField().run_validation(make_upload()).name.endswith(".png")
    with pytest.raises(Exception, match="Please choose a picture") as refusal:
        SafeImageAPIField().run_validation(SimpleUploadedFile("me.png", b"<svg/>"))
    assert refusal.value.get_codes() == ["no_image"]

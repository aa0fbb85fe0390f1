"""Pictures in the sizes that pages use, and in the formats that browsers take."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image
from tests.conftest import picture

from shop_catalog import tasks
from shop_catalog.models import ProductImage
from shop_catalog.services.images import add_image
from shop_catalog.services.renditions import make_renditions
from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db


def kinds(image):
    return {Path(each["name"]).suffix for each in image.renditions}


def widths(image, kind):
    return [each["width"] for each in image.renditions if each["name"].endswith(kind)]


def test_a_picture_is_stored_as_webp_at_once_in_the_sizes_of_pages():
    image = add_image(product=make_product(), file=picture(), alt="A lamp")
    assert (image.width, image.height) == (1600, 1200)
    sizes = [(each["width"], each["height"]) for each in image.renditions]
    assert sizes == [(200, 150), (480, 360), (1000, 750)]
    assert kinds(image) == {".webp"}
    assert image.card_url.endswith("-480.webp")
    assert image.page_url.endswith("-1000.webp")
    assert "480w" in image.srcset


@pytest.mark.parametrize(
    ("mode", "color", "plain"),
    [
        ("RGB", "red", ".jpg"),
        ("L", 80, ".jpg"),
        ("P", 3, ".jpg"),
        ("RGBA", (9, 9, 9, 255), ".jpg"),
        ("RGBA", (9, 9, 9, 90), ".png"),
        ("LA", (9, 90), ".png"),
    ],
)
def test_the_other_formats_are_made_after_the_commit(mode, color, plain, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add_image(product=make_product(), file=picture(mode=mode, color=color))
    image = ProductImage.objects.get()
    assert kinds(image) == {".avif", ".webp", plain}
    assert [each["width"] for each in image.renditions] == [200] * 3 + [480] * 3 + [1000] * 3
    for each in image.renditions:
        with default_storage.open(each["name"]) as file, Image.open(file) as small:
            assert small.size == (each["width"], each["height"])
    assert image.card.url.endswith(f"-480{plain}")
    assert image.card_url.endswith("-480.webp")
    assert [source.type for source in image.page.sources] == ["image/avif", "image/webp"]


def test_a_small_picture_is_not_blown_up():
    image = add_image(product=make_product(), file=picture(size=(300, 150)))
    assert widths(image, ".webp") == [200, 300]
    assert (image.thumbnail.width, image.card.width, image.page.width) == (200, 300, 300)


def test_a_picture_of_before_gets_what_it_lacks(capsys):
    product = make_product()
    image = add_image(product=product, file=picture())
    old = [each for each in image.renditions if each["width"] > 200]
    ProductImage.objects.update(renditions=old)
    image.refresh_from_db()
    assert image.card.url.endswith("-480.webp")
    assert [source.type for source in image.card.sources] == ["image/webp"]
    call_command("make_renditions")
    assert capsys.readouterr().out == "Made: 7\n"
    image.refresh_from_db()
    assert widths(image, ".avif") == widths(image, ".webp") == widths(image, ".jpg") == [200, 480, 1000]
    assert all(each in image.renditions for each in old)
    assert tasks.make_all_renditions() == 0


def test_a_picture_that_no_service_wrote_is_measured_and_rendered():
    image = ProductImage.objects.create(product=make_product(), file=picture(size=(100, 50)))
    assert make_renditions(image=image) == 3
    image.refresh_from_db()
    assert (image.width, image.height, len(image.renditions)) == (100, 50, 3)


@pytest.fixture(params=["not written by Pillow", "not wanted"])
def without_avif(request, settings, monkeypatch):
    if request.param == "not wanted":
        settings.SHOP_CATALOG = {"AVIF": False}
    else:
        Image.init()
        monkeypatch.delitem(Image.SAVE, "AVIF")


def test_without_avif_there_is_webp(without_avif):
    image = add_image(product=make_product(), file=picture())
    assert make_renditions(image=image) == 3
    assert kinds(image) == {".webp", ".jpg"}
    assert make_renditions(image=image) == 0


def test_renditions_of_a_file_that_was_replaced_meanwhile_are_thrown_away():
    image = add_image(product=make_product(), file=picture())
    late = ProductImage.objects.get()
    ProductImage.objects.update(file="products/other.jpg", renditions=[])
    before = set(Path(default_storage.path(image.file.name)).parent.iterdir())
    assert make_renditions(image=late) == 0
    assert set(Path(default_storage.path(image.file.name)).parent.iterdir()) == before
    assert ProductImage.objects.get().renditions == []


def test_renditions_that_two_workers_made_are_kept_once():
    image = add_image(product=make_product(), file=picture())
    late = ProductImage.objects.get()
    assert make_renditions(image=image) == 6
    before = set(Path(default_storage.path(image.file.name)).parent.iterdir())
    assert make_renditions(image=late) == 0
    assert set(Path(default_storage.path(image.file.name)).parent.iterdir()) == before
    assert len(ProductImage.objects.get().renditions) == 9


def test_a_lost_file_does_not_keep_the_others_waiting(caplog):
    lost, found = (add_image(product=make_product(), file=picture(size=(300, 200))) for _ in range(2))
    default_storage.delete(lost.file.name)
    assert tasks.make_all_renditions() == 4
    assert f"picture {lost.pk} were not made" in caplog.text
    found.refresh_from_db()
    assert kinds(found) == {".avif", ".webp", ".jpg"}


def test_a_task_for_a_picture_that_is_gone_does_nothing():
    assert tasks.make_renditions(0) == 0

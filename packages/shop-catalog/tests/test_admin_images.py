"""The gallery in the back office."""

import pytest
from django.urls import reverse
from tests.conftest import picture

from shop_catalog.models import ProductImage
from shop_catalog.services.images import add_image
from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product("Lamp")


@pytest.fixture
def send(admin, product):
    """Send the product's form with these rows of pictures."""

    def send(*rows, **changes):
        data = {"name": product.name, "slug": product.slug, "category": product.category_id, **changes}
        data |= {"variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0, "images-TOTAL_FORMS": len(rows)}
        data |= {"attribute_values-TOTAL_FORMS": 0, "attribute_values-INITIAL_FORMS": 0}
        data["images-INITIAL_FORMS"] = sum("id" in row for row in rows)
        for number, row in enumerate(rows):
            data |= {f"images-{number}-{name}": value for name, value in ({"product": product.pk} | row).items()}
        return admin.post(reverse("admin:shop_catalog_product_change", args=[product.pk]), data)

    return send


def gallery():
    return list(ProductImage.objects.order_by("position", "pk").values_list("alt", flat=True))


def test_an_uploaded_picture_gets_its_renditions(send):
    send({"file": picture(), "alt": "A lamp", "position": 0})
    image = ProductImage.objects.get()
    assert (image.alt, image.width, len(image.renditions)) == ("A lamp", 1600, 3)


def test_pictures_without_a_position_stand_at_the_end(send, product):
    add_image(product=product, file=picture(size=(300, 200)), alt="cover")
    row = {"id": ProductImage.objects.get().pk, "alt": "cover", "position": 0}
    send(row, *({"file": picture(), "alt": alt, "position": ""} for alt in ("two", "three")))
    assert gallery() == ["cover", "two", "three"]


def test_pictures_are_described_and_ordered_and_shown(send, admin, product):
    one, two = (add_image(product=product, file=picture(size=(300, 200)), alt=alt) for alt in ("one", "two"))
    send({"id": one.pk, "alt": "first", "position": 5}, {"id": two.pk, "alt": "second", "position": 1})
    assert gallery() == ["second", "first"]
    page = admin.get(reverse("admin:shop_catalog_product_change", args=[product.pk])).text
    assert 0 < page.index(two.thumbnail.url) < page.index(one.thumbnail.url)


def test_a_picture_can_get_another_file(send, product, django_capture_on_commit_callbacks):
    image = add_image(product=product, file=picture(size=(300, 200)), alt="A lamp")
    with django_capture_on_commit_callbacks(execute=True):
        send({"id": image.pk, "file": picture(size=(600, 300)), "alt": "A lamp", "position": 0})
    now = ProductImage.objects.get()
    assert (now.width, now.renditions[-1]["width"]) == (600, 600)
    assert now.file.name != image.file.name
    assert not image.file.storage.exists(image.file.name)
    assert not image.file.storage.exists(image.renditions[0]["name"])


def test_a_picture_can_be_deleted(send, product, django_capture_on_commit_callbacks):
    image = add_image(product=product, file=picture(size=(300, 200)))
    with django_capture_on_commit_callbacks(execute=True):
        send({"id": image.pk, "alt": "", "position": 0, "DELETE": "on"})
    assert gallery() == []
    assert not image.file.storage.exists(image.file.name)


def test_what_is_no_picture_is_said_on_the_form(send):
    answer = send({"file": picture(kind="BMP"), "alt": "A lamp", "position": ""})
    assert "Please choose a picture" in answer.text
    assert gallery() == []


def test_a_storage_that_refuses_is_said_on_the_form_and_nothing_is_written_or_lost(send, product, full_disk):
    full_disk.room = 5
    rows = [{"file": picture(), "alt": alt, "position": ""} for alt in ("one", "two")]
    answer = send(*rows, name="Lamp of oak")
    assert answer.status_code == 200
    assert "could not be stored just now" in answer.text
    assert 'value="Lamp of oak"' in answer.text
    assert 'value="two"' in answer.text
    product.refresh_from_db()
    assert (product.name, gallery(), full_disk.kept()) == ("Lamp", [], [])

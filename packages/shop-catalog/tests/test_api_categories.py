"""Categories are written over HTTP."""

import pytest
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff
from tests.test_images import picture

from shop_catalog.models import Category
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db


def test_the_staff_makes_changes_moves_and_deletes_categories():
    staff, home = client_of(make_staff()), make_category("Home")
    made = staff.post("/api/categories/", {"name": "Lamps", "parent": home.pk, "description": "Light"})
    assert (made.status_code, made.data["url_path"], made.data["parent"]) == (201, "home/lamps", home.pk)
    address = f"/api/categories/{made.data['id']}/"
    moved = staff.patch(address, {"parent": None, "slug": "lights", "description": "Bright"})
    assert (moved.data["url_path"], moved.data["parent"], moved.data["description"]) == ("lights", None, "Bright")
    assert staff.delete(address).status_code == 204
    assert [category.name for category in Category.objects.live()] == ["Home"]


def test_a_category_gets_a_picture_and_loses_it():
    staff = client_of(make_staff())
    made = staff.post("/api/categories/", {"name": "Lamps", "image": picture()}, format="multipart").data
    assert made["image"].endswith(".png")
    changed = staff.patch(f"/api/categories/{made['id']}/", {"image": ""}, format="multipart").data
    assert changed["image"] is None
    answer = staff.post("/api/categories/", {"name": "Chairs", "image": "no file"})
    assert list(answer.data["errors"]) == ["image"]


def test_a_category_with_products_stays():
    product = make_product()
    answer = client_of(make_staff()).delete(f"/api/categories/{product.category_id}/")
    assert (answer.status_code, answer.data["code"]) == (409, "category_in_use")


@pytest.mark.parametrize(
    ("change", "code"),
    [({"slug": "chairs"}, "slug_taken"), ({"parent": "self"}, "category_cycle")],
)
def test_a_place_that_cannot_be_is_refused(change, code):
    lamps = make_category("Lamps")
    make_category("Chairs")
    change = {name: lamps.pk if value == "self" else value for name, value in change.items()}
    answer = client_of(make_staff()).patch(f"/api/categories/{lamps.pk}/", change)
    assert (answer.status_code, answer.data["code"]) == (409, code)


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("sellers", 201)])
def test_who_makes_categories_is_a_setting(settings, who, status):
    settings.SHOP_CATALOG = {"WHO_CREATES_CATEGORIES": who}
    seller = client_of(make_seller().seller.user)
    assert seller.post("/api/categories/", {"name": "Lamps"}).status_code == status
    assert client_of(make_user()).post("/api/categories/", {"name": "Lamps"}).status_code == 403
    assert client_of().post("/api/categories/", {"name": "Chairs"}).status_code == 403


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_only_the_staff_changes_categories(settings, method):
    settings.SHOP_CATALOG = {"WHO_CREATES_CATEGORIES": "sellers"}
    category = make_category()
    for user in (None, make_user(), make_seller().seller.user, make_staff("add_category")):
        assert getattr(client_of(user), method)(f"/api/categories/{category.pk}/", {"name": "x"}).status_code == 403

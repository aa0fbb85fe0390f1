"""Attributes are defined, and given to products, over HTTP."""

import json

import pytest
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff

from shop_catalog.models import Attribute, AttributeChoice
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db
COLORS = [{"label": "Red", "color": "#ff0000"}, {"label": "Blue", "color": "#0000ff"}]


@pytest.fixture
def home():
    return make_category("Home")


@pytest.fixture
def staff():
    return client_of(make_staff())


@pytest.fixture
def color(home):
    pairs = [(choice["label"], choice["color"]) for choice in COLORS]
    return define_attribute(category=home, code="color", name="Color", kind="color", choices=pairs)


def test_a_category_has_its_own_attributes_and_those_above(staff, home):
    lamps = make_category("Lamps", parent=home)
    red = {"code": "color", "name": "Color", "kind": "color", "choices": COLORS}
    made = staff.post(f"/api/categories/{home.pk}/attributes/", red)
    assert (made.status_code, [choice["label"] for choice in made.data["choices"]]) == (201, ["Red", "Blue"])
    watts = {"code": "watts", "name": "Power", "kind": "number", "unit": "W", "is_filter": False}
    assert staff.post(f"/api/categories/{lamps.pk}/attributes/", watts).data["unit"] == "W"
    rows = client_of().get(f"/api/categories/{lamps.pk}/attributes/").data
    assert [(row["code"], row["category"]) for row in rows] == [("color", home.pk), ("watts", lamps.pk)]
    again = staff.post(f"/api/categories/{lamps.pk}/attributes/", red)
    assert (again.status_code, again.data["code"]) == (409, "attribute_code_taken")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "Screen size"}, "code"),
        ({"kind": "size"}, "kind"),
        ({"unit": "cm"}, "unit"),
        ({"choices": COLORS, "kind": "text"}, "choices"),
        ({"choices": [{"label": "Red"}, {"label": "red"}]}, "choices"),
        ({"choices": [{"label": "Red", "color": "red"}]}, "choices"),
    ],
)
def test_a_wrong_field_is_named(staff, home, change, field):
    wish = {"code": "color", "name": "Color", "kind": "color", **change}
    answer = staff.post(f"/api/categories/{home.pk}/attributes/", wish)
    assert (answer.status_code, list(answer.data["errors"])) == (400, [field])


def test_an_attribute_and_its_choices_change(staff, color):
    red, blue = AttributeChoice.objects.order_by("position")
    choices = [{"label": "Green", "color": "#00ff00"}, {"id": red.pk, "label": "Crimson", "color": "#dc143c"}]
    changed = staff.patch(f"/api/attributes/{color.pk}/", {"name": "Shade", "position": 4, "choices": choices}).data
    assert (changed["name"], changed["position"], changed["code"]) == ("Shade", 4, "color")
    assert [choice["label"] for choice in changed["choices"]] == ["Green", "Crimson"]
    assert not AttributeChoice.objects.filter(pk=blue.pk).exists()
    assert staff.patch(f"/api/attributes/{color.pk}/", {"unit": "cm"}).status_code == 400


def test_a_choice_that_products_have_stays(staff, home, color):
    set_attributes(product=make_product(category=home), values={"color": "Red"})
    answer = staff.patch(f"/api/attributes/{color.pk}/", {"choices": [{"label": "Green"}]})
    assert (answer.status_code, answer.data["code"]) == (409, "choice_in_use")
    assert AttributeChoice.objects.count() == 2


def test_two_choices_do_not_swap_into_one_label(staff, color):
    red, blue = AttributeChoice.objects.order_by("position")
    choices = [{"id": blue.pk, "label": "Red"}, {"id": red.pk, "label": "Other"}]
    answer = staff.patch(f"/api/attributes/{color.pk}/", {"choices": choices})
    assert (answer.status_code, answer.data["code"]) == (409, "choice_taken")


def test_a_deleted_attribute_is_not_shown(staff, home, color):
    product = make_product(category=home)
    set_attributes(product=product, values={"color": "Red"})
    assert staff.delete(f"/api/attributes/{color.pk}/").status_code == 204
    assert client_of().get(f"/api/products/{product.pk}/").data["attributes"] == []
    assert client_of().get("/api/attributes/").data["results"] == []
    assert client_of().get(f"/api/attributes/{color.pk}/").status_code == 404


def test_only_the_staff_defines_attributes(home, color):
    wish = {"code": "watts", "name": "Power", "kind": "number"}
    for user in (None, make_user(), make_seller().seller.user, make_staff("view_attribute")):
        client = client_of(user)
        assert client.post(f"/api/categories/{home.pk}/attributes/", wish).status_code == 403
        assert client.patch(f"/api/attributes/{color.pk}/", {"name": "x"}).status_code == 403
        assert client.delete(f"/api/attributes/{color.pk}/").status_code == 403
    assert Attribute.objects.count() == 1


def test_a_category_that_is_not_there_has_no_attributes(staff):
    assert staff.get("/api/categories/7/attributes/").status_code == 404
    wish = {"code": "watts", "name": "Power", "kind": "number"}
    assert staff.post("/api/categories/7/attributes/", wish).status_code == 404


def test_a_product_is_made_and_changed_with_attributes(home, color):
    define_attribute(category=home, code="watts", name="Power", kind="number", unit="W")
    define_attribute(category=home, code="dimmable", name="Dimmable", kind="boolean")
    seller = client_of(make_seller().seller.user)
    values = {"color": "red", "watts": 7.5, "dimmable": True}
    made = seller.post("/api/products/", {"name": "Lamp", "price": "5", "category": home.pk, "attributes": values})
    assert made.status_code == 201
    assert {each["code"]: each["value"] for each in made.data["attributes"]} == {
        "color": "Red",
        "watts": "7.5",
        "dimmable": "true",
    }
    changed = seller.patch(f"/api/products/{made.data['id']}/", {"attributes": {"watts": None, "color": "Blue"}})
    assert {each["code"]: each["value"] for each in changed.data["attributes"]} == {"color": "Blue", "dimmable": "true"}


@pytest.mark.parametrize(
    ("attributes", "named"),
    [
        ({"size": "L"}, "size"),
        ({"color": "Green"}, "color"),
        ({"color": 10**40}, "color"),
        ({"color": "\x00"}, "attributes"),
        ({"color": "\ud800"}, "attributes"),
        ({"color": ["Red"]}, "attributes"),
        ({f"a{n}": "x" for n in range(101)}, "attributes"),
        ("Red", "attributes"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_made(staff, home, color, attributes, named):
    body = json.dumps({"name": "Lamp", "price": "5", "category": home.pk, "attributes": attributes})
    answer = staff.post("/api/products/", body, content_type="application/json")
    assert (answer.status_code, list(answer.data["errors"])) == (400, [named])
    assert client_of().get("/api/products/").data["results"] == []

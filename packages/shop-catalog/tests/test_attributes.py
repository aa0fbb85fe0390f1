"""What products of a kind have in common."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.conftest import make_user

from shop_catalog.exceptions import AttributeCodeTakenError, AttributeValueError
from shop_catalog.models import Attribute, AttributeValue, Listing, Product, Term
from shop_catalog.services.attributes import (
    attributes_of,
    define_attribute,
    delete_attribute,
    restore_attribute,
    set_attributes,
)
from shop_catalog.services.categories import move_category
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def shoes():
    return make_category("Shoes")


@pytest.fixture
def boots(shoes):
    return make_category("Boots", parent=shoes)


@pytest.fixture
def attributes(shoes, boots):
    define_attribute(category=shoes, code="sole", name="Sole", kind="text")
    define_attribute(category=shoes, code="color", name="Color", kind="color", choices=[("Red", "#c00000")])
    define_attribute(category=boots, code="height", name="Height", kind="number", unit="cm")
    define_attribute(category=boots, code="lined", name="Lined", kind="boolean")
    define_attribute(category=boots, code="use", name="Use", kind="choice", choices=["Hiking", "Riding"])


ALL = {"sole": " Rubber ", "color": "red", "height": "32.50", "lined": "yes", "use": "hiking"}


def shown(product):
    fetched = Product.objects.for_documents().get(pk=product.pk)
    return {each.attribute.code: each.shown for each in fetched.attributes}


def test_a_category_inherits_the_attributes_of_those_above_it(attributes, shoes, boots):
    assert [each.code for each in attributes_of(boots)] == ["sole", "color", "height", "lined", "use"]
    assert [each.code for each in attributes_of(shoes)] == ["sole", "color"]


def test_values_are_read_as_their_kind(attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    values = {each.attribute.code: each.value for each in AttributeValue.objects.select_related("attribute", "choice")}
    assert values == {"sole": "Rubber", "color": "Red", "height": Decimal("32.5"), "lined": True, "use": "Hiking"}
    assert shown(product) == {"sole": "Rubber", "color": "Red", "height": "32.5 cm", "lined": "Yes", "use": "Hiking"}


def test_values_are_shown_in_the_language_of_the_reader(attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    with override("pl"):
        assert shown(product) == {
            "sole": "Rubber",
            "color": "Red",
            "height": "32,5 cm",
            "lined": "Tak",
            "use": "Hiking",
        }


def test_what_is_not_named_stays_and_what_is_empty_goes(attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    set_attributes(product=product, values={"sole": "", "lined": None, "height": 40})
    assert shown(product) == {"color": "Red", "height": "40 cm", "use": "Hiking"}


@pytest.mark.parametrize(
    ("code", "value", "says"),
    [
        ("height", "tall", "Write a number"),
        ("height", "nan", "Write a number"),
        ("height", "1e40", "Write a number"),
        ("height", "1.23456", "four decimals"),
        ("lined", "perhaps", "yes or no"),
        ("use", "Sleeping", "Choose one of: Hiking, Riding."),
        ("sole", "x" * 251, "at most 250"),
        ("sole", "a\x00b", "at most 250"),
        ("unknown", "x", "no such attribute"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_nothing_is_set(attributes, boots, code, value, says):
    product = make_product(category=boots)
    with pytest.raises(AttributeValueError) as refusal:
        set_attributes(product=product, values={"color": "Red"} | {code: value})
    assert says in refusal.value.errors[code][0]
    assert not AttributeValue.objects.exists()


def test_a_code_is_taken_once_on_a_way_down_the_tree(attributes, shoes, boots):
    for category, code in ((boots, "sole"), (shoes, "height"), (shoes, "sole")):
        with pytest.raises(AttributeCodeTakenError):
            define_attribute(category=category, code=code, name="Again", kind="text")
    define_attribute(category=make_category("Hats"), code="sole", name="Elsewhere", kind="text")


def test_a_deleted_attribute_comes_back_with_its_values(attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    height = Attribute.objects.get(code="height")
    delete_attribute(attribute=height)
    assert "height" not in shown(product)
    assert not Term.objects.filter(field="attr.height").exists()
    restore_attribute(attribute=height)
    assert Term.objects.get(field="attr.height").number == 32.5


def test_a_deleted_attribute_does_not_come_back_where_its_code_is_taken(attributes, boots):
    height = Attribute.objects.get(code="height")
    delete_attribute(attribute=height)
    define_attribute(category=boots, code="height", name="Another", kind="text")
    with pytest.raises(AttributeCodeTakenError):
        restore_attribute(attribute=height)


def test_values_follow_the_category(attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    move_category(category=boots, parent=None)
    assert shown(product).keys() == {"height", "lined", "use"}
    assert "attr.sole" not in Term.objects.values_list("field", flat=True)


def test_the_product_page_and_the_api_show_them(attributes, boots, client):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    assert "32.5 cm" in client.get(product.get_absolute_url()).text
    height = client.get(f"/api/products/{product.pk}/").json()["attributes"][2]
    assert height == {"code": "height", "name": "Height", "unit": "cm", "value": "32.5", "color": ""}


@pytest.fixture
def office(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def attribute_form(category, **changes):
    form = {"category": category.pk, "code": "width", "name": "Width", "kind": "number", "unit": "cm", "position": 0}
    management = {"choices-TOTAL_FORMS": 0, "choices-INITIAL_FORMS": 0}
    return form | {"is_filter": "on"} | management | changes


def test_staff_define_attributes_in_the_admin(office, boots):
    add = reverse("admin:shop_catalog_attribute_add")
    assert office.post(add, attribute_form(boots)).status_code == 302
    for changes, says in [
        ({"code": "width"}, "there already"),
        ({"code": "x", "kind": "text"}, "Only numbers have a unit"),
        ({"code": "Not a code"}, "small letters"),
    ]:
        answer = office.post(add, attribute_form(boots, **changes))
        assert answer.status_code == 200
        assert says in answer.text
    assert Attribute.objects.get().code == "width"


def test_the_kind_of_an_attribute_with_values_stays(office, attributes, boots):
    set_attributes(product=make_product(category=boots), values=ALL)
    height = Attribute.objects.get(code="height")
    change = reverse("admin:shop_catalog_attribute_change", args=[height.pk])
    answer = office.post(change, attribute_form(boots, code="height", kind="text", unit=""))
    assert "make another attribute instead" in answer.text


def test_the_admin_deletes_and_restores_attributes(office, attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    height = Attribute.objects.get(code="height")
    office.post(reverse("admin:shop_catalog_attribute_delete", args=[height.pk]), {"post": "yes"})
    assert "height" not in shown(product)
    changelist = reverse("admin:shop_catalog_attribute_changelist")
    for action in ("restore_selected", "delete_selected", "restore_selected"):
        chosen = {"action": action, "_selected_action": [height.pk], "post": "yes"}
        office.post(f"{changelist}?deleted=all", chosen)
    assert "height" in shown(product)
    delete_attribute(attribute=height)
    define_attribute(category=make_category("Hats"), code="height", name="Elsewhere", kind="text")
    chosen = {"action": "restore_selected", "_selected_action": [height.pk]}
    assert "means one thing in the whole shop" in office.post(f"{changelist}?deleted=all", chosen, follow=True).text
    define_attribute(category=boots, code="height", name="Another", kind="text")
    chosen = {"action": "restore_selected", "_selected_action": [height.pk]}
    assert "is there already" in office.post(f"{changelist}?deleted=all", chosen, follow=True).text


def test_listings_follow_the_values(attributes, boots):
    product = make_product(category=boots)
    set_attributes(product=product, values=ALL)
    assert "32.5" in Listing.objects.get(pk=product.pk).detail

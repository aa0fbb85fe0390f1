"""A code means one thing in the whole shop, and whatever the tables have, no list breaks."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from shop_catalog.exceptions import AttributeMeansOtherError
from shop_catalog.models import Attribute, AttributeValue, Listing, Term
from shop_catalog.services.attribute_details import update_attribute
from shop_catalog.services.attributes import define_attribute, delete_attribute, restore_attribute, set_attributes
from shop_catalog.testing import make_category, make_product
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db

KINDS = Attribute.Kind.values


@pytest.fixture
def shoes():
    return make_category("Shoes")


@pytest.fixture
def screens():
    return make_category("Screens")


@pytest.fixture
def size(shoes):
    return define_attribute(category=shoes, code="size", name="Size", kind="choice", choices=["S", "M"])


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"choice"}))
def test_a_code_is_of_one_kind_in_the_whole_shop(size, screens, kind):
    with pytest.raises(AttributeMeansOtherError) as refusal:
        define_attribute(category=screens, code="size", name="Diagonal", kind=kind)
    assert refusal.value.errors["code"] == [
        "“size” is “choice” in the category “Shoes”, and a code means one thing in the whole shop:"
        " take the same kind and unit, or another code."
    ]
    define_attribute(category=screens, code="size", name="Letter", kind="choice", choices=["XL"])


def test_numbers_of_a_code_have_one_unit(shoes, screens, client):
    width = define_attribute(category=shoes, code="width", name="Width", kind="number", unit="mm")
    with pytest.raises(AttributeMeansOtherError, match=r"number \(mm\)"):
        define_attribute(category=screens, code="width", name="Width", kind="number", unit="cm")
    other = define_attribute(category=screens, code="width", name="Width", kind="number", unit="mm")
    screen = make_product(category=screens)
    set_attributes(product=screen, values={"width": 60})
    delete_attribute(attribute=other)
    update_attribute(attribute=width, unit="cm")
    restore_attribute(attribute=other)
    assert set(Attribute.objects.values_list("unit", flat=True)) == {"cm"}
    assert client.get(f"/api/products/{screen.pk}/").json()["attributes"][0]["unit"] == "cm"


def test_a_deleted_attribute_comes_back_only_with_the_meaning_of_its_code(size, screens):
    delete_attribute(attribute=size)
    define_attribute(category=screens, code="size", name="Diagonal", kind="number", unit="″")
    with pytest.raises(AttributeMeansOtherError, match=r"number \(″\)"):
        restore_attribute(attribute=size)


def test_the_api_refuses_another_meaning(size, screens, admin):
    body = {"code": "size", "name": "Diagonal", "kind": "number", "unit": "in"}
    answer = admin.post(f"/api/categories/{screens.pk}/attributes/", body, "application/json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "attribute_means_other"
    assert "another code" in answer.json()["errors"]["code"][0]


def test_the_admin_refuses_another_meaning_and_shares_a_new_unit(size, shoes, screens, admin):
    def form(category, **changes):
        said = {"category": category.pk, "code": "size", "name": "Diagonal", "kind": "number", "unit": "in"}
        return said | {"position": 0, "choices-TOTAL_FORMS": 0, "choices-INITIAL_FORMS": 0} | changes

    add = reverse("admin:shop_catalog_attribute_add")
    answer = admin.post(add, form(screens))
    assert "means one thing in the whole shop" in answer.text
    assert 'value="Diagonal"' in answer.text
    widths = [
        define_attribute(category=each, code="width", name="Width", kind="number", unit="mm")
        for each in (shoes, screens)
    ]
    change = reverse("admin:shop_catalog_attribute_change", args=[widths[0].pk])
    answer = admin.post(change, form(shoes, code="size", unit="mm"))
    assert "there already" in answer.text
    assert admin.post(change, form(shoes, code="width", unit="cm")).status_code == 302
    assert set(Attribute.objects.filter(code="width").values_list("unit", flat=True)) == {"cm"}
    answer = admin.post(change, form(shoes, code="width", kind="text", unit=""))
    assert "means one thing in the whole shop" in answer.text


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_two_definitions_at_once_one_holds():
    work = [(make_category(f"Category {n}"), kind) for n, kind in enumerate(["number", "boolean"] * 4)]

    def define(each):
        category, kind = each
        define_attribute(category=category, code="size", name="Size", kind=kind)

    answers = run_in_threads(define, work)
    assert {type(answer) for answer in answers} == {type(None), AttributeMeansOtherError}
    assert len(set(Attribute.objects.values_list("kind", flat=True))) == 1


texts = st.one_of(
    st.sampled_from(["", "true", "false", "yes", "5", "-0.50", "NaN", "Infinity", "1e999", "٣", "5 cm"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60),
)
numbers = st.one_of(st.none(), st.floats(allow_nan=False))


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(kind=st.sampled_from(KINDS), terms=st.dictionaries(texts, numbers, max_size=4), asked=texts)
def test_no_facet_breaks_a_list_whatever_the_tables_have(settings, client, kind, terms, asked):
    settings.SHOP_CATALOG = {"FACETS_AGE": 0}
    Attribute.all_objects.all().delete()
    listing = Listing.objects.first() or make_product().listing
    define_attribute(category=listing.product.category, code="size", name="Size", kind=kind)
    Term.objects.all().delete()
    for field in ("attr.size", "attr.unknown", "store"):
        Term.objects.bulk_create(
            Term(listing=listing, field=field, value=value, number=number) for value, number in terms.items()
        )
    for query in ({"facets": "true"}, {"facets": "true", "attr.size": asked}, {"facets": "true", "attr.size.min": "1"}):
        assert client.get("/api/products/", query).status_code == 200
        assert client.get("/products/", query).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [{"text": "5 cm"}, {"number": 5}, {"boolean": True}, {"text": "NaN"}])
def test_no_value_breaks_the_page_of_a_product(shoes, client, kind, value):
    product = make_product(category=shoes)
    attribute = define_attribute(category=shoes, code="size", name="Size", kind=kind)
    AttributeValue.objects.create(product=product, attribute=attribute, **value)
    assert client.get(product.get_absolute_url()).status_code == 200


def migrate_to(name):
    MigrationExecutor(connection).migrate([("shop_catalog", name)])


@pytest.mark.django_db(transaction=True)
def test_codes_that_meant_several_things_are_parted():
    leaf = next(name for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes("shop_catalog"))
    top = make_category("Shoes")
    below = make_category("Boots", parent=make_category("Clothes"))
    product = make_product(category=below)
    long = "x" * 40
    made = [
        Attribute.objects.create(category=category, code=code, name="Size", kind=kind, unit=unit)
        for category, code, kind, unit in [
            (below, "size", "number", "in"),
            (top, "size", "choice", ""),
            (make_category(), "size", "number", "cm"),
            (make_category(), "size", "number", "in"),
            (make_category(), "size_number", "text", ""),
            (top, long, "text", ""),
            (below, long, "boolean", ""),
        ]
    ]
    AttributeValue.objects.create(product=product, attribute=made[0], number=5)
    migrate_to("0016_whole_addresses")
    Listing.objects.update(is_stale=False)
    migrate_to(leaf)
    codes = [Attribute.objects.get(pk=each.pk).code for each in made]
    assert codes == [
        "size_number_3",
        "size",
        "size_number_2",
        "size_number_3",
        "size_number",
        long,
        "x" * 32 + "_boolean",
    ]
    assert Listing.objects.get(product=product).is_stale

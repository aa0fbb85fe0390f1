"""What tells the variants of a product apart, and that no two are the same."""

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_staff
from tests.product_files import as_file, check, counts, found, run
from tests.test_exports import exported_csv

from shop_catalog.exceptions import OptionTwiceError, VariantExistsError
from shop_catalog.models import Offer, Variant
from shop_catalog.services.products import add_variant
from shop_catalog.services.stores import default_store
from shop_catalog.services.variants import delete_variant, restore_variant, update_variant
from shop_catalog.testing import make_category, make_product
from shop_core.money import Money
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db

PRICE = Money.of("5", "EUR")
SAME = "Another variant of this product is the same"


@pytest.fixture
def shirt():
    return make_product("Shirt", category=make_category("Shirts"), options={"Size": "M"})


def test_the_first_variant_of_a_product_can_have_options(shirt):
    assert Variant.objects.get(product=shirt).options == {"Size": "M"}


@pytest.mark.parametrize("options", [{"Size": "M"}, {"size": "m"}, {" SIZE ": " \uff2d "}, {"Si\u200bze": "M"}])
def test_no_two_variants_have_the_same_options(shirt, options):
    with pytest.raises(VariantExistsError):
        add_variant(product=shirt, price=PRICE, options=options, name="Another", sku="S2")
    large = add_variant(product=shirt, price=PRICE, options={"Size": "L"}).variant
    with pytest.raises(VariantExistsError):
        update_variant(variant=large, options=options)
    assert Variant.objects.get(pk=large.pk).options == {"Size": "L"}
    delete_variant(variant=shirt.variants.first())
    update_variant(variant=large, options=options)
    with pytest.raises(VariantExistsError):
        restore_variant(variant=Variant.all_objects.first())


def test_without_options_names_tell_apart_and_without_names_skus(shirt):
    lamp = make_product("Lamp")
    for said in ({"sku": "L2"}, {"name": "Large"}, {"options": {"Size": "L"}, "name": "Large"}):
        add_variant(product=lamp, price=PRICE, **said)
    for said in ({}, {"name": "LARGE", "sku": "L3"}, {"options": {"size": "l"}}):
        with pytest.raises(VariantExistsError):
            add_variant(product=lamp, price=PRICE, **said)


def test_a_variant_that_was_the_same_before_can_change_otherwise(shirt):
    twin = Variant.objects.create(product=shirt, options={"size": "M"})
    assert update_variant(variant=twin, weight_grams=5).weight_grams == 5
    assert update_variant(variant=twin, options={"Size": "L "}).options == {"Size": "L"}


def test_a_variant_says_each_option_once(shirt):
    with pytest.raises(OptionTwiceError) as refusal:
        add_variant(product=shirt, price=PRICE, options={"Size": "L", "size": "XL"})
    assert refusal.value.errors == {"options": ["Say each option once; case and blanks make no difference."]}


def test_the_api_refuses_them(shirt):
    client = client_of(make_staff())
    wish = {"product": shirt.pk, "price": {"amount": "5", "currency": "EUR"}}
    answer = client.post("/api/product-variants/", wish | {"options": {"size": "m"}}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "variant_exists")
    assert SAME in answer.json()["errors"]["options"][0]
    for options in ({"Size": "L", "size": "XL"}, {"Size": "L", "Size ": "XL"}):
        answer = client.post("/api/product-variants/", wish | {"options": options}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["options"])


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_made():
    shirt = make_product("Shirt", options={"Size": "M"})
    default_store()

    def add(number):
        add_variant(product=shirt, price=PRICE, options={"Size" if number % 2 else "size": "L"})

    answers = run_in_threads(add, range(8))
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", *["VariantExistsError"] * 7]
    assert shirt.variants.count() == 2


def test_the_admin_refuses_them_and_shows_the_form_again(shirt, admin):
    change = reverse("admin:shop_catalog_product_change", args=[shirt.pk])
    medium = shirt.variants.get()
    form = {"name": "Shirt", "slug": shirt.slug, "category": shirt.category.pk}
    for prefix, total, initial in (("variants", 2, 1), ("attribute_values", 0, 0), ("images", 0, 0)):
        form |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}
    for row, (key, options) in enumerate([(medium.pk, '{"Size": "M"}'), ("", '{"size": "m"}')]):
        values = {"id": key, "product": shirt.pk, "options": options, "weight_grams": 0, "position": row, "sku": ""}
        form |= {f"variants-{row}-{name}": value for name, value in values.items()}
    answer = admin.post(change, form)
    assert SAME in answer.text
    assert "&quot;size&quot;: &quot;m&quot;" in answer.text
    assert shirt.variants.count() == 1
    assert admin.post(change, form | {"variants-1-options": '{"size": "L"}'}).status_code == 302
    large = Variant.objects.get(options={"size": "L"})
    change = reverse("admin:shop_catalog_variant_change", args=[large.pk])
    said = {"product": shirt.pk, "options": '{"Size": "M"}', "weight_grams": 0, "position": 1}
    assert SAME in admin.post(change, said).text
    assert admin.post(change, said | {"options": '{"Size": "XL"}'}).status_code == 302


HEADINGS = ["product", "name", "category", "sku", "options", "price"]


def row(sku, options, product="shirt"):
    return [product, "Shirt", "shirts", sku, options, "5"]


def test_files_bring_no_second_of_the_same(shirt):
    for rows, place in [
        ([row("S2", "size=m")], (2, "options")),
        ([row("S2", "Size=L"), row("S3", "size = L")], (3, "options")),
        ([row("S2", "Size=L; size=XL")], (2, "options")),
        ([row("N1", "Size=L", "new"), row("N2", "Size=l", "new")], (3, "options")),
    ]:
        assert found(check(as_file(*rows, headings=HEADINGS))) == [place]
    assert counts(run(as_file(row("S2", "Size=L"), row("S3", "Size=XL"), headings=HEADINGS))) == (2, 0, 0)


def test_a_shop_with_twins_imports_its_export_without_a_change(shirt):
    twin = Variant.objects.create(product=shirt, options={"Size": "M"}, position=1)
    Offer.objects.create(variant=twin, store=default_store(), price_amount=500)
    Variant.objects.create(product=shirt, options={"Size": "S", "size": "XS"}, position=2)
    Offer.objects.create(variant=Variant.objects.get(position=2), store=default_store(), price_amount=500)
    assert counts(run(exported_csv(), "x.csv")) == (0, 0, 3)
    offer = twin.offers.get()
    assert counts(run(as_file([offer.ref, "7"], headings=["product_ref", "price"]))) == (0, 1, 0)
    assert str(Offer.objects.get(pk=offer.pk).price) == "7.00 EUR"
    assert counts(run(as_file([offer.ref, "Size=L"], headings=["product_ref", "options"]))) == (0, 1, 0)
    assert Variant.objects.get(pk=twin.pk).options == {"Size": "L"}


def test_a_reference_names_one_variant(shirt):
    other = make_product("Skirt", category=shirt.category, sku="K1")
    ref = Offer.objects.get(variant__product=shirt).ref
    headings = ["product_ref", "product", "sku", "price"]
    assert found(check(as_file([ref, "skirt", "", "5"], headings=headings))) == [(2, "product_ref")]
    assert found(check(as_file([ref, "", "K1", "5"], headings=headings))) == [(2, "sku")]
    assert counts(run(as_file([ref, "", "S1", "5"], headings=headings))) == (0, 1, 0)
    assert shirt.variants.get().sku == "S1"
    assert found(check(as_file([make_user().pk, "", "", "5"], headings=headings))) == [(2, "name")]
    assert other.variants.get().sku == "K1"


def test_variants_that_differ_in_their_options_say_which(shirt, client):
    page = client.get(shirt.get_absolute_url()).text
    assert "Size" in page
    add_variant(product=shirt, price=PRICE, options={"Size": "L"})
    page = client.get(shirt.get_absolute_url()).text
    assert '<h2 class="mb-2 text-sm font-medium">Size</h2>' in page
    add_variant(product=shirt, price=PRICE, options={"Color": "Red"})
    page = client.get(shirt.get_absolute_url()).text
    assert '<h2 class="mb-2 text-sm font-medium">Variant</h2>' in page
    assert all(each in page for each in (">Size: M</a>", ">Size: L</a>", ">Color: Red</a>"))

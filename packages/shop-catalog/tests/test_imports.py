"""Products from files: what rows do in the shop."""

from io import BytesIO

import pytest
from tests.product_files import HEADINGS, LAMP, as_file, check, counts, found, run

from shop_catalog.models import Category, Offer, Product, Seller, StockMovement, Store, Variant
from shop_catalog.services.attributes import define_attribute
from shop_catalog.services.categories import create_category
from shop_catalog.services.ledger import disagreements
from shop_catalog.services.products import add_variant
from shop_catalog.services.stores import open_store
from shop_catalog.signals import offer_price_changed
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lamps(db):
    return make_category("Lamps")


@pytest.fixture
def other_store():
    return open_store(name="Ann's", seller=Seller.objects.create(name="Ann", is_approved=True))


def test_a_row_makes_product_variant_offer_and_stock(lamps):
    report = run(as_file(LAMP))
    assert (counts(report), report.problems) == ((1, 0, 0), [])
    offer = Offer.objects.get()
    product = offer.variant.product
    assert (product.slug, product.category, str(product.price)) == ("desk-lamp", lamps, "12.50 EUR")
    assert (offer.variant.sku, offer.on_hand, offer.store.is_default) == ("L1", 7, True)
    assert (StockMovement.objects.get().kind, StockMovement.objects.get().quantity) == ("receive", 7)


def test_a_check_writes_nothing():
    assert counts(check(as_file(["Desk lamp", "Lights/Desk", *LAMP[2:]]), create_categories=True)) == (1, 0, 0)
    assert not Product.objects.exists()
    assert not Store.objects.exists()
    assert Category.objects.count() == 1


def test_rows_of_a_product_are_its_variants_and_rows_of_a_variant_its_offers(other_store):
    headings = ["name", "category", "options", "sku", "store", "price"]
    report = run(
        as_file(
            ["Lamp", "lamps", "Size=S", "S", "", "5"],
            ["Lamp", "lamps", "Size=L", "L", "", "6"],
            ["Lamp", "", "Size=L", "L", other_store.slug, "7"],
            headings=headings,
        )
    )
    assert counts(report) == (3, 0, 0)
    assert Product.objects.count() == 1
    assert list(Variant.objects.order_by("position").values_list("sku", "position")) == [("S", 0), ("L", 1)]
    assert [str(offer.price) for offer in Offer.objects.order_by("pk")] == ["5.00 EUR", "6.00 EUR", "7.00 EUR"]


def test_a_file_of_two_columns_changes_only_those(lamps):
    offer = make_offer(sku="L1", description="Light", category=lamps, stock=3)
    report = run(as_file(["L1", "9"], headings=["sku", "stock"]))
    assert counts(report) == (0, 1, 0)
    offer.refresh_from_db()
    assert (offer.on_hand, offer.variant.product.description, str(offer.price)) == (9, "Light", "10.00 EUR")
    assert StockMovement.objects.get(kind="adjust").quantity == 6
    assert not disagreements()


def test_an_empty_cell_empties_a_text_and_leaves_the_rest():
    product = make_product("Lamp", description="Light", tax_class="reduced", sku="L1", weight_grams=5)
    headings = ["sku", "name", "category", "description", "tax_class", "featured", "weight_grams", "price", "stock"]
    report = run(as_file(["L1", *[""] * 8], headings=headings))
    assert counts(report) == (0, 1, 0)
    product.refresh_from_db()
    assert (product.name, product.description, product.tax_class) == ("Lamp", "", "")
    assert (product.variants.get().weight_grams, product.variants.get().offers.get().on_hand) == (5, 10)


def test_every_column_changes_what_it_names(lamps):
    offer = make_offer(sku="L1")
    headings = [
        *["sku", "name", "category", "description", "tax_class", "featured", "variant", "options", "weight_grams"],
        *["price", "currency", "stock", "active"],
    ]
    row = ["L1", "Moon", "lamps", "Big", "reduced", "yes", "Half", "Size=S", "9", "500", "EUR", "2", "no"]
    assert counts(run(as_file(row, headings=headings))) == (0, 1, 0)
    offer = Offer.objects.get()
    product, variant = offer.variant.product, offer.variant
    assert (product.name, product.category, product.description) == ("Moon", lamps, "Big")
    assert (product.tax_class, product.is_featured, product.price_amount) == ("reduced", True, None)
    assert (variant.name, variant.options, variant.weight_grams) == ("Half", {"Size": "S"}, 9)
    assert (str(offer.price), offer.on_hand, offer.is_active) == ("500.00 EUR", 2, False)
    assert counts(run(as_file(row, headings=headings))) == (0, 0, 1)


def test_rows_that_change_nothing_write_nothing():
    run(as_file(LAMP))
    before = list(Product.objects.values_list()), list(Offer.objects.values_list()), StockMovement.objects.count()
    assert counts(run(as_file(LAMP))) == (0, 0, 1)
    assert before == (
        list(Product.objects.values_list()),
        list(Offer.objects.values_list()),
        StockMovement.objects.count(),
    )


def test_changed_prices_are_told_after_commit(django_capture_on_commit_callbacks):
    offer = make_offer(sku="L1")
    heard = []

    def listen(sender, offer, before, after, **kwargs):
        heard.append((offer.pk, str(before), str(after)))

    offer_price_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        run(as_file(["L1", "11"], headings=["sku", "price"]))
        assert heard == []
    offer_price_changed.disconnect(listen)
    assert heard == [(offer.pk, "10.00 EUR", "11.00 EUR")]
    assert str(Product.objects.get().price) == "11.00 EUR"


def test_a_variant_without_sku_is_known_by_its_product_name_and_options():
    product = make_product("Lamp", options={"Size": "S"}, stock=1)
    add_variant(product=product, options={"Size": "L"}, price=Money.of("5", "EUR"))
    headings = ["product", "options", "stock"]
    assert counts(run(as_file(["lamp", "Size=L", "8"], headings=headings))) == (0, 1, 0)
    assert list(Offer.objects.order_by("pk").values_list("on_hand", flat=True)) == [1, 8]


def test_a_new_sku_goes_to_the_variant_that_has_none():
    make_product("Lamp")
    report = run(as_file(["lamp", "L1"], ["lamp", "L1"], headings=["product", "sku"]))
    assert found(report) == [(3, "sku")]
    assert counts(run(as_file(["lamp", "L1"], headings=["product", "sku"]))) == (0, 1, 0)
    assert Variant.objects.get().sku == "L1"


def test_two_new_skus_are_two_variants_however_long_the_file(monkeypatch):
    make_product("Lamp")
    monkeypatch.setattr("shop_catalog.services.imports.products.CHUNK", 1)
    rows = as_file(["lamp", "L1", "5"], ["lamp", "L2", "6"], headings=["product", "sku", "price"])
    assert counts(check(rows)) == counts(run(rows)) == (1, 1, 0)
    assert Variant.objects.count() == 2


def test_a_check_counts_as_the_import_does_however_long_the_file(monkeypatch, other_store):
    monkeypatch.setattr("shop_catalog.services.imports.products.CHUNK", 1)
    make_product("Lamp", description="Dim", sku="L1")
    rows = as_file(
        ["lamp", "", "", "Bright", "L1", "", "5"],
        ["lamp", "", "", "Bright", "L2", "", "6"],
        ["moon", "Moon", "lamps", "Far", "M1", "", "7"],
        ["moon", "", "", "Far", "M2", "", "8"],
        ["moon", "", "", "", "M1", other_store.slug, "9"],
        headings=["product", "name", "category", "description", "sku", "store", "price"],
    )
    report = check(rows)
    assert found(report) == [(6, "description")]
    rows = BytesIO(rows.getvalue().replace(b"moon,,,,M1", b"moon,,,Far,M1"))
    assert counts(check(rows)) == counts(run(rows)) == (4, 1, 0)


def test_missing_categories_are_made_on_demand():
    row = ["Moon", "Home/Reading lamps", "M1", "1", "1"]
    assert found(run(as_file(row))) == [(2, "category")]
    report = run(as_file(row, ["Sun", "home/reading-lamps", "S1", "1", "1"], LAMP), create_categories=True)
    assert report.new_categories == {"home", "home/reading-lamps"}
    made = Category.objects.filter(url_path__startswith="home").values_list("url_path", "name")
    assert list(made) == [("home", "Home"), ("home/reading-lamps", "Reading lamps")]
    assert Product.objects.filter(category__url_path="home/reading-lamps").count() == 2


@pytest.fixture
def attributes(lamps):
    desk = make_category("Desk", parent=lamps)
    define_attribute(category=lamps, code="watts", name="Power", kind="number", unit="W")
    define_attribute(category=desk, code="shade", name="Shade", kind="choice", choices=["Cloth", "Glass"])
    define_attribute(category=lamps, code="dimmable", name="Dimmable", kind="boolean")
    define_attribute(category=lamps, code="maker", name="Maker", kind="text")
    define_attribute(category=make_category("Shoes"), code="shade", name="Shade", kind="choice", choices=["Red"])
    return desk


def values():
    product = Product.objects.for_documents().get()
    return {each.attribute.code: each.term for each in product.attributes}


def test_attributes_are_columns(attributes):
    headings = [*HEADINGS, "attr:watts", "attr:shade", "attr:dimmable", "attr:maker"]
    row = ["Lamp", "lamps/desk", "L1", "1", "1", "7.5", "glass", "yes", "=Ann's"]
    assert counts(run(as_file(row, headings=headings))) == (1, 0, 0)
    assert values() == {"watts": "7.5", "shade": "Glass", "dimmable": "true", "maker": "=Ann's"}
    assert counts(run(as_file(row, headings=headings))) == (0, 0, 1)
    changed = [*row[:5], "", "Cloth", "no", "Bob"]
    assert counts(run(as_file(changed, headings=headings))) == (0, 1, 0)
    assert values() == {"shade": "Cloth", "dimmable": "false", "maker": "Bob"}


def test_attributes_of_a_category_above_a_new_one_count_in_the_check_too(attributes):
    file = as_file(["Lamp", "lamps/floor", "L1", "1", "1", "60"], headings=[*HEADINGS, "attr:watts"])
    assert counts(check(file, create_categories=True)) == counts(run(file, create_categories=True)) == (1, 0, 0)
    assert values() == {"watts": "60"}


def test_products_of_other_categories_have_others_of_the_same_code(attributes):
    file = as_file(["Boot", "shoes", "B1", "1", "1", "Red"], headings=[*HEADINGS, "attr:shade"])
    assert counts(run(file)) == (1, 0, 0)
    assert values() == {"shade": "Red"}


def test_a_category_is_found_by_its_name_whatever_its_address(lamps):
    create_category(name="Reading lamps", slug="books", parent=lamps)
    rows = [["Lamp", "Lamps/reading  LAMPS", "L1", "1", "1"], ["Lamp 2", "lamps/reading-lamps/new", "L2", "1", "1"]]
    assert counts(check(as_file(*rows), create_categories=True)) == (2, 0, 0)
    assert counts(run(as_file(*rows), create_categories=True)) == (2, 0, 0)
    assert [each.category.url_path for each in Product.objects.order_by("pk")] == ["lamps/books", "lamps/books/new"]

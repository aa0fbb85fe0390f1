"""Products from files: every bad row is named with its column and the reason, and nothing is imported."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.conftest import make_user
from tests.product_files import HEADINGS, LAMP, as_file, as_xlsx, check, counts, found, run

from shop_catalog.exceptions import ShopChangedError
from shop_catalog.models import Category, Offer, Product, Seller, StockMovement, Variant
from shop_catalog.services.attributes import define_attribute
from shop_catalog.services.imports import report as reports
from shop_catalog.services.products import create_product
from shop_catalog.services.stock import reserve
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lamps(db):
    return make_category("Lamps")


def refused(file, name="products.csv", **terms):
    """Return the only problem of a file that is not imported."""
    before = Product.objects.count(), Variant.objects.count(), Offer.objects.count(), StockMovement.objects.count()
    report = run(file, name, **terms)
    after = Product.objects.count(), Variant.objects.count(), Offer.objects.count(), StockMovement.objects.count()
    assert before == after
    assert report.problem_count == 1
    return report.problems[0]


BAD_CELLS = [
    ("name", "x" * 201, "At most 200"),
    ("name", "", "new product needs"),
    ("category", "sofas", "no category"),
    ("category", "", "new product needs"),
    ("price", "12,50", "decimal point"),
    ("price", "", "new offer needs"),
    ("price", "-1", "negative"),
    ("price", "1.234", "2 decimals"),
    ("price", "1" * 20, "digits"),
    ("stock", "-3", "negative"),
    ("stock", "many", "whole number"),
    ("stock", "9" * 12, "At most"),
    ("currency", "EURO", "At most 3"),
    ("currency", "ZZZ", "Prices here are in"),
    ("featured", "perhaps", "yes or no"),
    ("active", "x", "yes or no"),
    ("weight_grams", "1.5", "whole number"),
    ("options", "Size", "Size=M"),
    ("options", "Size=M; Size=L", "once"),
    ("product", "a slug", "slug"),
    ("store", "nobody", "no store"),
    ("sku", "x" * 65, "At most 64"),
]


@pytest.mark.parametrize(("column", "text", "reason"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_reason(column, text, reason):
    good = {"product": "lamp", **dict(zip(HEADINGS, LAMP, strict=True))}
    bad = {"product": "moon", "name": "Moon", "category": "lamps", "sku": "M1", "price": "1", "stock": "1"}
    bad[column] = text
    problem = refused(as_file([good.get(key, "") for key in bad], list(bad.values()), headings=list(bad)))
    assert (problem.row, problem.column) == (3, column)
    assert reason in problem.reason


def test_all_bad_cells_of_all_rows_are_reported_up_to_a_number(monkeypatch):
    monkeypatch.setattr(reports, "MAX_PROBLEMS", 3)
    report = run(as_file(["", "sofas", "A", "x", "-1"], LAMP, ["Moon", "lamps", "B", "1", "y"]))
    assert found(report) == [(2, "sku"), (2, "price"), (2, "stock")]
    report = run(as_file(["Sun", "sofas", "A", "x", "-1"], LAMP, ["Moon", "lamps", "B", "1", "y"]))
    assert found(report) == [(2, "category"), (2, "price"), (2, "stock")]
    assert report.problem_count == 4
    assert not Product.objects.exists()


def test_a_bad_row_at_the_end_undoes_all_before_it(monkeypatch):
    monkeypatch.setattr("shop_catalog.services.imports.products.CHUNK", 1)
    assert refused(as_file(LAMP, ["Moon", "lamps", "M1", "-1", "1"])).row == 3


def test_a_row_that_turns_bad_after_the_check_undoes_all_before_it(monkeypatch, lamps):
    monkeypatch.setattr("shop_catalog.services.imports.products.CHUNK", 1)
    file = as_file(LAMP, ["Moon", "lamps", "M1", "1", "1"])
    checked = check(file)
    create_product(name="Moon!", price=Money.of("1", "EUR"), category=lamps)
    report = run(file, checked=checked)
    assert not report.is_clean
    assert Product.objects.count() == 1


def test_a_clash_with_others_is_a_refusal_and_undoes_all(monkeypatch, lamps):
    from shop_catalog.services.imports import writing

    make_offer(sku="L1")
    clash = writing.Writer.finish

    def finish(self):
        Variant.objects.create(product=Product.objects.first(), sku="L1")
        clash(self)

    monkeypatch.setattr(writing.Writer, "finish", finish)
    with pytest.raises(ShopChangedError):
        run(as_file(["L1", "99"], headings=["sku", "stock"]))
    assert Offer.objects.get().on_hand == 10


def test_a_variant_twice_in_a_store_is_refused():
    problem = refused(as_file(LAMP, ["Moon", "lamps", "M1", "1", "1"], LAMP))
    assert (problem.row, problem.column, "Row 2" in problem.reason) == (4, "sku", True)


def test_a_sku_of_two_products_is_refused():
    assert found(run(as_file(LAMP, ["Moon", *LAMP[1:]]))) == [(3, "name"), (3, "sku")]


def test_a_sku_of_two_slugs_is_refused():
    headings = ["product", *HEADINGS]
    problem = refused(as_file(["lamp", *LAMP], ["moon", *LAMP], headings=headings))
    assert (problem.row, problem.column) == (3, "sku")


def test_a_sku_that_another_product_has_is_refused():
    make_product("Sun", sku="L1")
    problem = refused(as_file(["desk-lamp", *LAMP], headings=["product", *HEADINGS]))
    assert (problem.column, "sun" in problem.reason) == ("sku", True)


def test_a_sku_of_a_deleted_product_is_refused():
    make_product("Sun", sku="L1").soft_delete()
    assert "deleted" in refused(as_file(LAMP)).reason


def test_an_unknown_sku_alone_is_refused():
    assert refused(as_file(["L1", "5"], headings=["sku", "stock"])).column == "sku"


def test_a_name_whose_slug_another_has_is_refused():
    make_product("Desk Lamp!")
    assert refused(as_file(LAMP)).column == "product"


def test_rows_that_contradict_each_other_are_refused():
    problem = refused(as_file(LAMP, ["Desk lamp", "Lamps", "L2", "1", "1"]))
    assert (problem.row, problem.column, problem.reason) == (3, "category", "Row 2 says something else here.")


def test_variants_that_cannot_be_told_apart_are_refused():
    product = make_product("Lamp")
    Variant.objects.create(product=product)
    assert "Several" in refused(as_file(["lamp", "3"], headings=["product", "stock"])).reason


def test_stock_below_what_is_held_is_refused():
    from datetime import timedelta

    from django.utils import timezone

    offer = make_offer(sku="L1")
    reserve(reference="order-1", quantities={offer.ref: 4}, expires_at=timezone.now() + timedelta(hours=1))
    problem = refused(as_file(["L1", "3"], headings=["sku", "stock"]))
    assert (problem.column, "4 are held" in problem.reason) == ("stock", True)
    assert counts(run(as_file(["L1", "4"], headings=["sku", "stock"]))) == (0, 1, 0)


@pytest.mark.parametrize("currency", ["JPY", "usd", "€"])
def test_prices_are_in_the_currency_of_the_shop(lamps, currency):
    make_offer(sku="L1")
    headings = ["sku", "name", "category", "price", "currency"]
    for row in (["L1", "", "", "", currency], ["L1", "", "", "5", currency], ["L2", "Lamp", "lamps", "5", currency]):
        problem = refused(as_file(row, headings=headings))
        assert (problem.column, problem.reason) == ("currency", "Prices here are in EUR.")


def test_an_offer_in_another_currency_needs_a_price_for_the_shops():
    Offer.objects.filter(pk=make_offer(sku="L1").pk).update(currency="JPY")
    assert "needs a price" in refused(as_file(["L1", "EUR"], headings=["sku", "currency"])).reason
    row = ["L1", "5", "EUR"]
    assert counts(run(as_file(row, headings=["sku", "price", "currency"]))) == (0, 1, 0)
    assert str(Offer.objects.get().price) == "5.00 EUR"


def test_a_category_of_an_impossible_address_is_refused():
    problem = refused(as_file(["Lamp", "Home//x", "L1", "1", "1"]), create_categories=True)
    assert problem.column == "category"
    assert Category.objects.count() == 1


def test_an_attribute_that_does_not_fit_is_refused(lamps):
    define_attribute(category=lamps, code="watts", name="Power", kind="number")
    define_attribute(category=make_category("Shoes"), code="sole", name="Sole", kind="text")
    headings = [*HEADINGS, "attr:watts", "attr:sole"]
    assert refused(as_file([*LAMP, "many", ""], headings=headings)).column == "attr:watts"
    assert refused(as_file([*LAMP, "5", "rubber"], headings=headings)).column == "attr:sole"
    assert refused(as_file([*LAMP, "5"], headings=[*HEADINGS, "attr:wats"])).reason.endswith("“attr:watts”?")


def test_rows_that_contradict_each_other_in_an_attribute_are_refused(lamps):
    define_attribute(category=lamps, code="watts", name="Power", kind="number")
    rows = [[*LAMP, "5"], ["Desk lamp", "lamps", "L2", "1", "1", "6"]]
    assert refused(as_file(*rows, headings=[*HEADINGS, "attr:watts"])).column == "attr:watts"


FAULTY_FILES = [
    (b"", 1, "", "empty"),
    (b"\n\n", 1, "", "empty"),
    (b"sku,stock\n", 2, "", "no rows"),
    (b"sku,stok\nL1,1\n", 1, "stok", "Did you mean \u201cstock\u201d?"),
    (b"sku,xyz\nL1,1\n", 1, "xyz", "no such column"),
    (b"sku,stock,stock\nL1,1,1\n", 1, "stock", "twice"),
    (b"price,stock\n1,1\n", 1, "sku", "needed"),
    (b"sku,stock\nL1\n", 2, "", "1 cells"),
    (b"sku,stock\nL1,1,1\n", 2, "", "3 cells"),
    (b'sku,stock\n"L1,1\n', 2, "", "quotes"),
    (b"sku,stock\n\xfc,1\n", 2, "sku", "UTF-8"),
    ("sku,stock\nL1,1\n".encode("utf-16"), 1, "", "UTF-8"),
    (b"PK\x03\x04 and no archive", 1, "", "no XLSX"),
]


@pytest.mark.parametrize(("content", "row", "column", "reason"), FAULTY_FILES)
def test_a_faulty_file_says_what_is_wrong(content, row, column, reason):
    problem = refused(BytesIO(content))
    assert (problem.row, problem.column) == (row, column)
    assert reason in problem.reason


def test_rows_before_a_break_are_judged_too():
    report = run(BytesIO(b'sku,stock\nL1,x\n"L2,1\n'))
    assert found(report) == [(2, "sku"), (2, "stock"), (3, "")]


@pytest.mark.parametrize("name", ["products.xlsx", "products.xls", "PRODUCTS.XLSX"])
def test_a_file_that_is_no_xlsx_is_refused(name):
    assert "no XLSX" in refused(BytesIO(b"sku,stock\nL1,1\n"), name).reason


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("shop_catalog.services.imports.reading.MAX_UNPACKED", 10)
    assert "too large" in refused(as_xlsx(LAMP), "products.xlsx").reason


def test_an_archive_of_something_else_is_refused():
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert "no XLSX" in refused(content, "products.xlsx").reason


def test_a_seller_fills_the_own_store_only():
    user = make_user()
    store = open_store(name="Ann's", seller=Seller.objects.create(name="Ann", user=user, is_approved=True))
    other = open_store(name="Bob's", seller=Seller.objects.create(name="Bob", is_approved=True))
    headings = [*HEADINGS, "store"]
    assert refused(as_file([*LAMP, other.slug], headings=headings), by=user, store=store).column == "store"
    run(as_file([*LAMP, ""], headings=headings), by=user, store=store)
    assert (Offer.objects.get().store, Product.objects.get().creator) == (store, user)
    assert counts(run(as_file([*LAMP, store.slug], headings=headings), by=user, store=store)) == (0, 0, 1)


def test_a_seller_offers_the_products_of_others_as_they_are(lamps):
    user = make_user()
    store = open_store(name="Ann's", seller=Seller.objects.create(name="Ann", user=user, is_approved=True))
    make_product("Sun", sku="S1", category=lamps, creator=make_user())
    assert (
        refused(as_file(["Sunny", "lamps", "S1", "1", "1"], headings=HEADINGS), by=user, store=store).column == "name"
    )
    assert refused(as_file(["Sun", "lamps", "S2", "1", "1"]), by=user, store=store).column == "sku"
    assert counts(run(as_file(["Sun", "lamps", "S1", "1", "1"]), by=user, store=store)) == (1, 0, 0)

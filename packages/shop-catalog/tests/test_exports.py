"""Products into files, which imports read again."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.product_files import counts, run

from shop_catalog.exceptions import UnwritableCellError
from shop_catalog.models import (
    AttributeValue,
    Category,
    Offer,
    Product,
    Seller,
    StockMovement,
    StockReservation,
    Store,
    Variant,
)
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.services.exports import as_csv, export_rows, write_xlsx
from shop_catalog.services.imports.cells import LongText, Options, Text, escape, unescape
from shop_catalog.services.offers import create_offer, set_active
from shop_catalog.services.products import add_variant
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.money import Money

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''=1", " =1", "＝1", "'", "'plain"]


def exported_csv(**options):
    return BytesIO(b"".join(as_csv(export_rows(**options))))


def exported_xlsx(**options):
    content = BytesIO()
    write_xlsx(export_rows(**options), content)
    return content


LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
BOTH = pytest.mark.parametrize(("export", "name"), [(exported_csv, "a.csv"), (exported_xlsx, "a.xlsx")])


def state():
    """Return what a file says of a shop."""
    return list(
        Offer.objects.for_export().values_list(
            *["variant__product__slug", "variant__product__name", "variant__product__category__url_path"],
            *["variant__product__description", "variant__product__tax_class", "variant__product__is_featured"],
            *["variant__product__price_amount", "variant__name", "variant__sku", "variant__options"],
            *["variant__weight_grams", "variant__position", "store__slug", "price_amount", "currency", "on_hand"],
            "is_active",
        )
    ), [str(each) for each in AttributeValue.objects.order_by("product", "attribute__code")]


def empty_the_shop():
    for model in (StockReservation, StockMovement, Offer, Variant, Product):
        getattr(model, "all_objects", model.objects).all().delete()


@pytest.fixture
def shop(db):
    lamps = make_category("Lamps", parent=make_category("Home"))
    ann = open_store(name="Ann's", seller=Seller.objects.create(name="Ann", is_approved=True))
    lamp = make_product("Lamp", category=lamps, sku="L1", options={"Size;": "M", " Color=": "a\\b "}, stock=3)
    add_variant(product=lamp, price=Money.of("12.50", "EUR"), sku="L2", name="Large", weight_grams=1200, store=ann)
    create_offer(variant=lamp.variants.get(sku="L1"), store=ann, price=Money.of("1500", "EUR"))
    for number, text in enumerate(DANGEROUS):
        make_product(f"Text {number}", category=lamps, description=text, tax_class=text.strip())
    define_attribute(category=lamps, code="watts", name="Power", kind="number")
    define_attribute(category=lamps, code="dimmable", name="Dimmable", kind="boolean")
    define_attribute(category=lamps, code="shade", name="Shade", kind="choice", choices=["Cloth", "=Glass"])
    set_attributes(product=lamp, values={"watts": "-7.5", "dimmable": False, "shade": "=Glass"})
    make_product("Featured", category=lamps, is_featured=True, description="two\nlines, and “quotes”")
    set_active(offer=Offer.objects.get(variant__product__name="Featured"), active=False)
    return lamps


@BOTH
def test_an_export_imports_again_without_a_change(shop, export, name):
    before = state()
    report = run(export(), name)
    assert (counts(report), report.problems) == ((0, 0, len(before[0])), [])
    assert state() == before


@BOTH
@pytest.mark.parametrize("keeps_categories", [True, False])
def test_an_export_makes_the_same_shop_out_of_an_empty_one(shop, export, name, keeps_categories):
    if not keeps_categories:
        AttributeValue.objects.all().delete()  # their attributes would go with the categories
    before, file = state(), export()
    empty_the_shop()
    if not keeps_categories:
        Category.objects.all().delete()
    report = run(file, name, create_categories=True)
    assert (counts(report), report.problems) == ((len(before[0]), 0, 0), [])
    assert state() == before


def test_a_price_of_another_currency_stays_until_it_changes(shop):
    Offer.objects.filter(variant__sku="L1").update(price_amount=1500, currency="JPY")
    before = state()
    assert counts(run(exported_csv(), "x.csv")) == (0, 0, len(before[0]))
    assert state() == before


def test_no_cell_is_a_formula_to_a_spreadsheet(shop):
    rows = list(csv.reader(StringIO(exported_csv().getvalue().decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if re.match(r" *[=+@-]", cell)] == ["-7.5"] * 3
    sheet = load_workbook(exported_xlsx()).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


@given(st.text())
def test_an_escaped_text_comes_back(text):
    assert unescape(escape(text)) == text


@given(st.text(), st.sampled_from([Text(10_000, empty=""), LongText()]))
def test_what_a_file_cannot_carry_is_no_change(text, cell):
    assert cell.same(cell.clean(cell.render(text)), text)


@given(st.dictionaries(st.text(LETTERS, min_size=1), st.text(LETTERS)))
def test_options_come_back(options):
    cell = Options()
    assert cell.same(cell.clean(cell.render(options)), options)


def test_numbers_are_numbers_in_a_spreadsheet(shop):
    headings, *rows = load_workbook(exported_xlsx()).active.iter_rows(values_only=True)
    large = next(row for row in (dict(zip(headings, row, strict=True)) for row in rows) if row["sku"] == "L2")
    assert (large["price"], large["stock"], large["weight_grams"]) == (12.5, 0, 1200)


def test_what_is_deleted_is_not_exported(shop):
    Product.objects.get(name="Lamp").soft_delete()
    Store.objects.get(is_default=False).soft_delete()
    assert b"Lamp" not in exported_csv().getvalue().replace(b"home/lamps", b"")


def test_chosen_offers_and_columns_alone_are_exported(shop):
    offers = Offer.objects.filter(variant__sku="L2")
    assert exported_csv(offers=offers, columns=["sku", "stock"]).getvalue() == b"\xef\xbb\xbfsku,stock\r\nL2,0\r\n"


def test_an_export_costs_the_same_queries_for_any_number(db, django_assert_num_queries):
    category = make_category()
    for count in (1, 19, 80):
        for _ in range(count):
            make_offer(category=category)
        with django_assert_num_queries(3):
            assert len(list(export_rows())) > count


def test_a_long_file_comes_piece_by_piece(shop, monkeypatch):
    monkeypatch.setattr("shop_catalog.services.exports.CHUNK", 2)
    pieces = list(as_csv(export_rows()))
    assert len(pieces) > 5
    assert b"".join(pieces) == exported_csv().getvalue()


def test_a_text_longer_than_a_cell_of_xlsx_is_refused(db):
    make_product("Lamp", description="x" * 32_768)
    with pytest.raises(UnwritableCellError):
        exported_xlsx()
    assert counts(run(exported_csv())) == (0, 0, 1)

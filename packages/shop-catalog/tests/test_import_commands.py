"""Imports and exports from the shell."""

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from openpyxl import load_workbook
from tests.product_files import LAMP, as_file

from shop_catalog import checks
from shop_catalog.management.product_files import Bar
from shop_catalog.models import Offer, Product, Seller
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_category, make_offer, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return open_store(name="Anns", seller=Seller.objects.create(name="Ann", is_approved=True))


@pytest.fixture
def file(tmp_path):
    make_category("Lamps")
    path = tmp_path / "products.csv"
    path.write_bytes(as_file(LAMP).getvalue())
    return path


def run(name, *args, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *map(str, args), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_without_further_words_the_file_is_only_checked(file):
    out, err = run("import_products", file)
    assert "Rows: 1 new, 0 changed, 0 as before." in out
    assert "--commit" in out
    assert "Checked  [##############################] 1 of 1 rows" in err
    assert not Product.objects.exists()


def test_with_commit_the_file_is_imported(file):
    out, err = run("import_products", file, "--commit")
    assert out.endswith("Imported.\n")
    assert "Imported [" in err
    assert Offer.objects.get().on_hand == 7


def test_bad_rows_are_named_and_nothing_is_imported(file):
    file.write_bytes(as_file(LAMP, ["Moon", "sofas", "M1", "-1", "1"]).getvalue())
    _out, err = run("import_products", file, "--commit")
    assert "Row 3, price: It cannot be negative." in err
    assert "Row 3, category: There is no category “sofas”." in err
    assert "2 problems; nothing was imported." in err
    assert not Product.objects.exists()


def test_a_file_without_sense_is_named(file):
    file.write_bytes(b"")
    assert "Row 1: The file is empty." in run("import_products", file)[1]


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "No such file" in run("import_products", tmp_path / "none.csv")[1]


def test_missing_categories_are_made_on_demand(file):
    file.write_bytes(as_file(["Moon", "Sky/Night", "M1", "1", "1"]).getvalue())
    out, _err = run("import_products", file, "--commit", "--create-categories")
    assert "New category: sky\nNew category: sky/night\n" in out
    assert Product.objects.get().category.url_path == "sky/night"


def test_an_import_can_be_bound_to_a_store(file, ann):
    run("import_products", file, "--commit", "--store", ann.slug)
    assert Offer.objects.get().store == ann
    assert "no store 'x'" in run("import_products", file, "--store", "x")[1]


def test_products_are_exported_to_a_file_by_its_ending(tmp_path):
    make_product("Lamp", sku="L1")
    run("export_products", tmp_path / "a.csv")
    run("export_products", tmp_path / "a.xlsx")
    run("export_products", tmp_path / "b.txt", format="xlsx")
    assert b"lamp,Lamp," in (tmp_path / "a.csv").read_bytes()
    assert load_workbook(tmp_path / "a.xlsx").active["A2"].value == "lamp"
    assert (tmp_path / "b.txt").read_bytes()[:2] == b"PK"


def test_products_are_exported_to_the_standard_output(capsysbinary):
    make_product("Lamp", sku="L1")
    call_command("export_products", columns="sku, stock")
    assert capsysbinary.readouterr().out == b"\xef\xbb\xbfsku,stock\r\nL1,10\r\n"


def test_an_export_can_be_bound_to_a_store(capsysbinary, ann):
    make_product("Lamp", sku="L1")
    make_offer(sku="M1", store=ann)
    call_command("export_products", columns="sku,store", store=ann.slug)
    assert capsysbinary.readouterr().out == b"\xef\xbb\xbfsku,store\r\nM1,anns\r\n"


def test_rows_that_say_of_no_product_are_refused(ann, tmp_path):
    make_offer(sku="M1", store=ann)
    make_offer(store=ann)
    assert "add the column" in run("export_products", columns="sku,stock", store=ann.slug)[1]
    assert "add the column" in run("export_products", columns="stock,price")[1]
    assert not run("export_products", tmp_path / "a.csv", columns="product_ref,stock", store=ann.slug)[1]


def test_what_cannot_be_exported_is_named(tmp_path):
    make_product("Lamp", description="x" * 40_000)
    assert "export as CSV" in run("export_products", tmp_path / "a.xlsx")[1]
    assert "no such columns: colour" in run("export_products", columns="sku,colour")[1]
    assert "No such file" in run("export_products", tmp_path / "no" / "a.csv")[1]


def test_without_the_extra_the_commands_say_what_to_install(monkeypatch):
    monkeypatch.setattr(checks, "IMPORT_NEEDS", ("import_export", "no_such_package"))
    assert run("export_products")[1] == "This needs no_such_package: pip install shop-catalog[import]"
    assert [message.id for message in run_checks()] == ["shop_catalog.E007"]


def test_a_project_without_imports_needs_no_extra(monkeypatch, settings):
    monkeypatch.setattr(checks, "IMPORT_NEEDS", ("no_such_package",))
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "import_export"]
    assert checks.check_import() == []


class Terminal(StringIO):
    def isatty(self):
        return True


def test_the_bar_grows_in_a_terminal():
    out = Terminal()
    bar = Bar(OutputWrapper(out), "Checked", 30)
    for done in (10, 30):
        bar(done)
    assert out.getvalue() == f"\rChecked [{'#' * 10:<30}] 10 of 30 rows\rChecked [{'#' * 30}] 30 of 30 rows\n"


def test_elsewhere_a_line_comes_now_and_then():
    out = StringIO()
    bar = Bar(OutputWrapper(out), "Checked", None)
    for done in range(1000, 25_000, 1000):
        bar(done)
    assert out.getvalue() == "Checked 10,000 rows\nChecked 20,000 rows\n"

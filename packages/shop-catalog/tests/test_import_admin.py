"""Imports and exports in the back office."""

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.people import make_staff
from tests.product_files import HEADINGS, LAMP, as_file, as_xlsx

from shop_catalog import checks
from shop_catalog.models import ImportPart, ImportRun, Offer, Product
from shop_catalog.models.imports import LEASE
from shop_catalog.services import import_runs
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db
LIST = reverse("admin:shop_catalog_product_changelist")
IMPORT = reverse("admin:shop_catalog_product_import")
State = ImportRun.State


@pytest.fixture
def post(admin, django_capture_on_commit_callbacks):
    def post(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return admin.post(*args, **kwargs)

    return post


@pytest.fixture
def lamps(db):
    return make_category("Lamps")


def page_of(run):
    return reverse("admin:shop_catalog_product_import_run", args=[run.pk])


def export(kind, query=""):
    return reverse("admin:shop_catalog_product_export", args=[kind]) + query


def upload(post, *rows, name="products.csv", **fields):
    """Give a file to the form, and return its run."""
    content = (as_xlsx if name.endswith("xlsx") else as_file)(*rows).getvalue()
    answer = post(IMPORT, {"file": SimpleUploadedFile(name, content), **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.latest("pk")


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize("name", ["products.csv", "products.xlsx"])
def test_a_file_is_checked_then_confirmed_then_imported(admin, post, lamps, name):
    run = upload(post, LAMP, name=name)
    assert (run.state, run.new, run.rows_total) == (State.CHECKED, 1, 1)
    assert not Product.objects.exists()
    assert 'value="confirm"' in admin.get(page_of(run)).text
    post(page_of(run), {"step": "confirm"})
    run.refresh_from_db()
    assert (run.state, run.new) == (State.IMPORTED, 1)
    assert Offer.objects.get().on_hand == 7
    assert Product.objects.get().creator == run.started_by
    assert 'value="confirm"' not in admin.get(page_of(run)).text


def test_what_was_imported_leaves_no_file_behind(post, lamps):
    run = upload(post, LAMP)
    assert ImportPart.objects.filter(run=run).exists()
    post(page_of(run), {"step": "confirm"})
    assert not ImportPart.objects.exists()


def test_every_bad_row_is_named_with_its_column_and_reason(admin, post, lamps):
    run = upload(post, LAMP, ["Moon", "sofas", "M1", "-1", "1"])
    page = admin.get(page_of(run)).text
    assert (run.state, run.problem_count) == (State.REFUSED, 2)
    assert "<td>3</td><td>price</td><td>It cannot be negative.</td>" in page
    assert "<td>3</td><td>category</td><td>There is no category “sofas”.</td>" in page
    assert 'value="confirm"' not in page
    post(page_of(run), {"step": "confirm"})
    assert not Product.objects.exists()


def test_problems_are_paged_and_can_be_downloaded(admin, post, lamps):
    run = upload(post, *([f"=Moon {number}", "sofas", f"M{number}", "1", "1"] for number in range(150)))
    page = admin.get(page_of(run), {"page": 2}).text
    assert "<td>102</td>" in page
    assert "<td>101</td>" not in page
    listed = admin.get(reverse("admin:shop_catalog_product_import_problems", args=[run.pk]))
    assert listed.text.count("\r\n") == 151
    assert "attachment" in listed["Content-Disposition"]


def test_missing_categories_are_made_where_the_staff_says_so(admin, post):
    run = upload(post, ["Moon", "Sky/Night", "M1", "1", "1"], create_categories="on")
    assert run.new_categories == ["sky", "sky/night"]
    assert "<li>sky/night</li>" in admin.get(page_of(run)).text
    post(page_of(run), {"step": "confirm"})
    assert Product.objects.get().category.url_path == "sky/night"


def test_who_may_not_make_categories_is_not_asked(client):
    client.force_login(make_staff("add_product", "change_product", "view_product"))
    assert "create_categories" not in client.get(IMPORT).context["form"].fields


def test_what_changed_since_the_check_is_judged_again(post, lamps):
    run = upload(post, LAMP)
    lamps.soft_delete()
    post(page_of(run), {"step": "confirm"})
    run.refresh_from_db()
    assert (run.state, run.problem_count) == (State.REFUSED, 1)
    lamps.restore()
    post(page_of(run), {"step": "check"})
    run.refresh_from_db()
    assert (run.state, run.problem_count) == (State.CHECKED, 0)


def test_a_second_click_imports_nothing(post, lamps):
    run = upload(post, LAMP)
    post(page_of(run), {"step": "confirm"})
    answer = post(page_of(run), {"step": "confirm"})
    assert "moved on" in said(answer)[-1]
    assert Offer.objects.get().on_hand == 7


def test_a_step_that_is_none_does_nothing(post, lamps):
    run = upload(post, LAMP)
    assert post(page_of(run), {"step": "dance"}).status_code == 302
    run.refresh_from_db()
    assert run.state == State.CHECKED


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("a.exe", b"x", "not allowed"), ("a.csv", b"", "empty"), ("a.csv", b"x" * 200, "too large")],
)
def test_a_file_that_cannot_be_taken_is_refused_on_the_form(post, settings, name, content, reason):
    settings.SHOP_CATALOG = {"IMPORT_MAX_BYTES": 100}
    answer = post(IMPORT, {"file": SimpleUploadedFile(name, content)})
    assert reason in str(answer.context["form"].errors)
    assert not ImportRun.objects.exists()


def test_a_file_without_sense_is_refused_by_the_check(post):
    answer = post(IMPORT, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")})
    assert answer.status_code == 302
    assert ImportRun.objects.get().state == State.REFUSED


def test_progress_is_shown_without_scripts(admin, lamps):
    run = ImportRun.objects.create(file_name="a.csv", rows_total=4000, rows_done=1000)
    page = admin.get(page_of(run)).text
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "1000 of 4000 rows checked" in page
    ImportRun.objects.update(state=State.IMPORTING)
    import_runs.remember_progress(run=run, rows_done=7000)
    assert "3000 of 4000 rows written" in admin.get(page_of(run)).text
    ImportRun.objects.update(rows_total=None, state=State.CHECKING)
    assert "7000 rows so far" in admin.get(page_of(run)).text


def test_a_killed_worker_is_noticed_and_its_run_started_again(admin, post, lamps):
    run = upload(post, LAMP)
    cache.clear()
    ImportRun.objects.update(state=State.IMPORTING, alive_at=timezone.now() - 2 * LEASE)
    page = admin.get(page_of(run)).text
    assert 'value="start"' in page
    assert "refresh" not in page
    post(page_of(run), {"step": "start"})
    run.refresh_from_db()
    assert run.state == State.IMPORTED


def test_a_page_costs_the_same_for_one_problem_and_for_many(admin, post, lamps):
    counts = []
    for number in (1, 20, 100):
        run = upload(post, *([f"Moon {each}", "sofas", f"M{each}", "1", "1"] for each in range(number)))
        for address in (page_of(run), IMPORT):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                admin.get(address)
            counts.append(len(queries))
    assert len(set(counts)) == 1


def test_buttons_are_for_who_may_use_them(client, admin):
    page = admin.get(LIST).text
    assert IMPORT in page
    assert export("csv") in page
    client.force_login(make_staff("view_product"))
    page = client.get(LIST).text
    assert IMPORT not in page
    assert export("csv") in page
    run = ImportRun.objects.create(file_name="a.csv")
    assert client.get(IMPORT).status_code == 403
    assert client.post(page_of(run)).status_code == 403
    assert client.get(reverse("admin:shop_catalog_product_import_problems", args=[run.pk])).status_code == 403


def test_without_the_extra_nothing_of_it_is_there(admin, monkeypatch):
    make_product("Lamp")
    monkeypatch.setattr(checks, "IMPORT_NEEDS", ("no_such_package",))
    page = admin.get(LIST).text
    assert IMPORT not in page
    assert export("csv") not in page
    assert "export_csv" not in page
    assert admin.get(IMPORT).status_code == 404
    assert admin.get(export("csv")).status_code == 404


def test_an_export_has_what_the_list_shows(admin):
    make_product("Lamp", sku="L1")
    make_product("Moon", sku="M1")
    assert admin.get(export("csv", "?q=Moon")).text.count("\r\n") == 2
    assert admin.get(export("csv")).text.count("\r\n") == 3
    assert admin.get(export("xlsx")).content[:2] == b"PK"
    assert admin.get(export("csv", "?p=x&created_at__year=x")).status_code == 302
    assert admin.get(export("pdf")).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_selected_products_are_exported(admin, kind):
    lamp = make_product("Lamp", sku="L1")
    make_product("Moon", sku="M1")
    answer = admin.post(LIST, {"action": f"export_{kind}", "_selected_action": [lamp.pk]})
    assert f'filename="products.{kind}"' in answer["Content-Disposition"]
    if kind == "csv":
        assert "Lamp" in answer.text
        assert "Moon" not in answer.text


def test_what_no_cell_can_hold_is_told(admin):
    make_product("Lamp", description="x" * 40_000)
    answer = admin.get(export("xlsx"))
    assert "export as CSV" in said(answer)[0]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imports_again_without_a_change(admin, post, kind):
    make_product("Lamp", sku="L1", description="=1+1\nSecond line")
    make_product("Moon", sku="M1")
    content = admin.get(export(kind)).content
    post(IMPORT, {"file": SimpleUploadedFile(f"a.{kind}", content)})
    run = ImportRun.objects.get()
    assert (run.state, run.new, run.changed, run.unchanged) == (State.CHECKED, 0, 0, 2)
    post(page_of(run), {"step": "confirm"})
    assert admin.get(export("csv")).content == (content if kind == "csv" else admin.get(export("csv")).content)


def test_the_headings_of_an_export_are_those_of_an_import(admin):
    make_product("Lamp", sku="L1")
    assert set(HEADINGS) <= set(admin.get(export("csv")).text.removeprefix("\ufeff").partition("\r\n")[0].split(","))

"""Runs of imports, and the workers that have them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from tests.conftest import make_user
from tests.product_files import LAMP, as_file

from shop_catalog.exceptions import ImportMovedOnError, ShopChangedError
from shop_catalog.models import ImportRun, Offer, StockMovement
from shop_catalog.models.imports import LEASE, MAX_RESTARTS
from shop_catalog.services import import_runs, import_work
from shop_catalog.services.import_runs import confirm_import, start_again, start_import, tend_imports
from shop_catalog.services.import_work import carry_out_import, check_import
from shop_catalog.tasks import tend_imports as tend_task
from shop_catalog.testing import make_category
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
State = ImportRun.State


def begin(*rows, **options):
    content = ContentFile(as_file(*(rows or [LAMP])).getvalue())
    return start_import(file=content, name="products.csv", **options)


@pytest.fixture
def checked(django_capture_on_commit_callbacks):
    make_category("Lamps")
    with django_capture_on_commit_callbacks(execute=True):
        run = begin(by=make_user())
    run.refresh_from_db()
    assert run.state == State.CHECKED
    return run


def test_a_file_is_kept_in_parts(monkeypatch):
    monkeypatch.setattr(import_runs, "PART", 10)
    run = begin()
    assert run.parts.count() > 3
    check_import(run_id=run.pk, attempt=1)
    run.refresh_from_db()
    assert (run.state, run.problem_count) == (State.REFUSED, 1)


def test_who_comes_late_is_not_heard(checked):
    check_import(run_id=checked.pk, attempt=checked.attempt)
    carry_out_import(run_id=checked.pk, attempt=checked.attempt)
    assert not Offer.objects.exists()


def test_a_second_worker_of_the_same_run_imports_nothing(checked, monkeypatch):
    confirm_import(run=checked)
    again = import_work.check_products

    def check_while_another_imports(**options):
        monkeypatch.setattr(import_work, "check_products", again)
        carry_out_import(run_id=checked.pk, attempt=checked.attempt)
        return again(**options)

    monkeypatch.setattr(import_work, "check_products", check_while_another_imports)
    carry_out_import(run_id=checked.pk, attempt=checked.attempt)
    assert StockMovement.objects.count() == 1


@pytest.mark.parametrize(
    ("error", "told"), [(ShopChangedError(), "Somebody else"), (OSError("disk"), "Something went wrong")]
)
def test_a_failure_is_told_and_nothing_is_written(checked, monkeypatch, error, told):
    confirm_import(run=checked)

    def fail(**options):
        raise error

    monkeypatch.setattr(import_work, "import_products", fail)
    carry_out_import(run_id=checked.pk, attempt=checked.attempt)
    checked.refresh_from_db()
    assert checked.state == State.FAILED
    assert checked.failure.startswith(told)
    import_runs.check_again(run=checked)
    assert (checked.state, checked.failure) == (State.CHECKING, "")


def kill(run, **fields):
    cache.clear()
    ImportRun.objects.filter(pk=run.pk).update(alive_at=timezone.now() - 2 * LEASE, **fields)
    run.refresh_from_db()


def test_a_run_whose_worker_lives_is_not_started_again(checked):
    with pytest.raises(ImportMovedOnError):
        start_again(run=checked)
    kill(checked, state=State.IMPORTING)
    import_runs.remember_progress(run=checked, rows_done=1)
    assert tend_imports() == 0


def test_killed_runs_are_started_again_a_few_times(checked, django_capture_on_commit_callbacks):
    kill(checked, state=State.IMPORTING)
    with django_capture_on_commit_callbacks(execute=True):
        assert tend_task() == 1
    assert Offer.objects.count() == 1
    kill(checked, state=State.CHECKING, restarts=MAX_RESTARTS)
    assert tend_imports() == 0
    checked.refresh_from_db()
    assert checked.state == State.FAILED
    assert "split the file" in checked.failure


def test_old_runs_are_deleted(checked):
    running = begin()
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=31))
    out = StringIO()
    call_command("tend_imports", stdout=out)
    assert out.getvalue() == "Started again: 0\n"
    assert list(ImportRun.objects.all()) == [running]


def test_reasons_are_in_the_language_of_whom_they_are_for(checked):
    assert checked.language == "en-us"


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_many_who_confirm_at_once_one_imports():
    make_category("Lamps")
    run = begin()
    answers = run_in_threads(lambda _: confirm_import(run=ImportRun.objects.get(pk=run.pk)), range(8))
    assert sorted(type(answer).__name__ for answer in answers) == ["ImportMovedOnError"] * 7 + ["NoneType"]
    assert StockMovement.objects.count() == 1
    run.refresh_from_db()
    assert run.state == State.IMPORTED


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_imports(monkeypatch):
    make_category("Lamps")
    run = begin()
    monkeypatch.setattr(import_runs, "queue_after_commit", lambda *args: None)
    confirm_import(run=ImportRun.objects.get(pk=run.pk))
    run.refresh_from_db()
    work = lambda _: carry_out_import(run_id=run.pk, attempt=run.attempt)  # noqa: E731
    assert run_in_threads(work, range(8)) == [None] * 8
    assert (StockMovement.objects.count(), Offer.objects.get().on_hand) == (1, 7)

"""What workers do with the imports of the back office: see `import_runs`."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from shop_core.exceptions import ShopError
from shop_core.history.actors import Via, acting

from ..models import ImportRun
from .import_runs import remember_progress
from .imports import Report, Terms, check_products, count_rows, import_products

logger = logging.getLogger(__name__)
State = ImportRun.State
LISTED = 1000
"""So many new categories are listed by name."""


def check_import(*, run_id: int, attempt: int) -> None:
    """Check the file of a run and note what an import would do; nothing, where another worker has it."""
    run = _mine(run_id, attempt, State.CHECKING).first()
    if run is None:
        return
    with _telling_failures(run), _file_of(run) as file:
        ImportRun.objects.filter(pk=run.pk).update(rows_total=count_rows(file, run.file_name))
        report = check_products(file=file, name=run.file_name, terms=_terms(run), progress=_progress(run))
        _finish(run, State.CHECKED if report.is_clean else State.REFUSED, report)


def carry_out_import(*, run_id: int, attempt: int) -> None:
    """Import the file of a run that was confirmed, whole or not at all, and once, however many workers have it.

    The state changes in the transaction that writes the products: a worker that is killed leaves no trace, and one that
    comes second waits, and then sees that there is nothing left to do.
    """
    run = _mine(run_id, attempt, State.IMPORTING).first()
    if run is None:
        return
    by = acting(via=Via.IMPORT, name=run.file_name, user=run.started_by)
    with by, _telling_failures(run), _file_of(run) as file:
        terms, progress = _terms(run), _progress(run)
        report = check_products(file=file, name=run.file_name, terms=terms, progress=progress)
        with transaction.atomic():
            if not _mine(run_id, attempt, State.IMPORTING).update(alive_at=timezone.now()):
                return
            report = import_products(
                file=file,
                name=run.file_name,
                terms=terms,
                checked=report,
                reference=f"import:{run.pk}",
                progress=lambda done: progress(report.rows + done),
            )
            _finish(run, State.IMPORTED if report.is_clean else State.REFUSED, report)
            if report.is_clean:
                run.parts.all().delete()


def _mine(run_id: int, attempt: int, state: str) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(pk=run_id, attempt=attempt, state=state).select_related("started_by")


def _terms(run: ImportRun) -> Terms:
    return Terms(by=run.started_by, create_categories=run.create_categories)


def _progress(run: ImportRun) -> Callable[[int], None]:
    def progress(done: int) -> None:
        remember_progress(run=run, rows_done=done)
        _mine(run.pk, run.attempt, run.state).update(rows_done=done, alive_at=timezone.now())

    return progress


def _finish(run: ImportRun, state: str, report: Report) -> None:
    now = timezone.now()
    total = {"rows_total": report.rows} if report.is_clean else {}
    _mine(run.pk, run.attempt, run.state).update(
        **total,
        state=state,
        new=report.new,
        changed=report.changed,
        unchanged=report.unchanged,
        problem_count=report.problem_count,
        problems=[[each.row, each.column, each.reason] for each in report.problems],
        new_categories=sorted(report.new_categories)[:LISTED],
        alive_at=now,
        finished_at=now,
    )


@contextmanager
def _telling_failures(run: ImportRun) -> Iterator[None]:
    """Speak the language of whom the run is for, and have the run tell why it failed."""
    with override(run.language or None):
        try:
            yield
        except Exception as error:
            if isinstance(error, ShopError):
                failure = str(error)
            else:
                logger.exception("The import %s failed.", run.pk)
                failure = _("Something went wrong in the shop itself. Nothing was imported; try again later.")
            _mine(run.pk, run.attempt, run.state).update(
                state=State.FAILED, failure=failure[:500], finished_at=timezone.now()
            )


@contextmanager
def _file_of(run: ImportRun) -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        for content in run.parts.order_by("number").values_list("content", flat=True).iterator(chunk_size=1):
            file.write(content)
        file.seek(0)
        yield file

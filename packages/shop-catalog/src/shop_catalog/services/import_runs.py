"""Imports of the back office: a file is checked by a task, confirmed by a person, and imported by another task.

Each step is a conditional update of the run's state, so that of many who ask at once one is heard; what the worker does
is in `import_work`.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override

from shop_core.tasks import queue_after_commit

from ..conf import conf
from ..exceptions import FileTooLargeError, ImportMovedOnError
from ..models import ImportPart, ImportRun
from ..models.imports import MAX_RESTARTS
from ..tasks import carry_out_import, check_import

PART = 1024 * 1024
REMEMBERED = 24 * 60 * 60
"""For so many seconds the cache knows how far a run is."""
State = ImportRun.State
TASKS: dict[str, Any] = {State.CHECKING: check_import, State.IMPORTING: carry_out_import}
GAVE_UP = gettext_lazy("Its worker stopped again and again; split the file, and import the parts one by one.")


@transaction.atomic
def start_import(
    *, file: File, name: str, by: AbstractBaseUser | None = None, create_categories: bool = False
) -> ImportRun:
    """Keep a file and have it checked.

    :param by: who is answerable for it, and the creator of new products.
    :param create_categories: make the categories that are missing.
    :raises FileTooLargeError: it has more than ``IMPORT_MAX_BYTES``.
    """
    if file.size > conf.options.IMPORT_MAX_BYTES:
        raise FileTooLargeError
    run = ImportRun.objects.create(  # type: ignore[misc]
        file_name=name[-255:], create_categories=create_categories, started_by=by, language=get_language() or ""
    )
    for number, content in enumerate(file.chunks(PART)):
        ImportPart.objects.create(run=run, number=number, content=content)
    _queue(run)
    return run


def confirm_import(*, run: ImportRun) -> None:
    """Have a file imported that was checked and found good; of many who confirm at once, one does.

    :raises ImportMovedOnError: somebody did already, or it cannot be imported.
    """
    _move(run, ImportRun.objects.filter(state=State.CHECKED), State.IMPORTING)


def check_again(*, run: ImportRun) -> None:
    """Have a file checked once more that failed, had problems or waited for long, so that it can be confirmed again.

    :raises ImportMovedOnError: it is being worked on, or imported already.
    """
    states = (State.FAILED, State.REFUSED, State.CHECKED)
    _move(run, ImportRun.objects.filter(state__in=states), State.CHECKING)


def start_again(*, run: ImportRun) -> None:
    """Start a run again whose worker was killed; one that lives yet after all imports nothing twice.

    :raises ImportMovedOnError: it gave a sign of life meanwhile.
    """
    recall_progress(run=run)
    if not run.is_killed:
        raise ImportMovedOnError
    _move(run, ImportRun.objects.killed(), run.state, restarts=F("restarts") + 1)


def tend_imports() -> int:
    """Start runs again whose worker was killed, delete old ones, and return how many were started again."""
    started = 0
    for run in ImportRun.objects.killed().order_by("pk"):
        if run.restarts >= MAX_RESTARTS:
            _give_up(run)
            continue
        try:
            start_again(run=run)
        except ImportMovedOnError:
            continue
        started += 1
    old = ImportRun.objects.filter(created_at__lt=timezone.now() - timedelta(days=conf.options.IMPORTS_KEPT_DAYS))
    old.exclude(state__in=ImportRun.RUNNING).delete()
    return started


def remember_progress(*, run: ImportRun, rows_done: int) -> None:
    """Note how far a run is where others see it at once: what an import writes, they see when it is over."""
    cache.set(_key(run), (rows_done, timezone.now()), REMEMBERED)


def recall_progress(*, run: ImportRun) -> None:
    """Bring up to date what a run says of how far it is, and of its last sign of life."""
    rows_done, alive_at = cache.get(_key(run)) or (0, run.alive_at)
    run.rows_done = max(run.rows_done, rows_done)
    run.alive_at = max(run.alive_at, alive_at)


def _key(run: ImportRun) -> str:
    return f"shop_catalog:import:{run.pk}:{run.attempt}"


@transaction.atomic
def _move(run: ImportRun, within: QuerySet[ImportRun], state: str, **changes: Any) -> None:
    """Bring a run that is within these to a state, and queue what is to be done there."""
    values = {"alive_at": timezone.now(), "rows_done": 0, "failure": "", "finished_at": None, "restarts": 0} | changes
    if not within.filter(pk=run.pk).update(state=state, attempt=F("attempt") + 1, **values):
        raise ImportMovedOnError
    run.refresh_from_db()
    _queue(run)


def _queue(run: ImportRun) -> None:
    queue_after_commit(TASKS[run.state], run.pk, run.attempt)


def _give_up(run: ImportRun) -> None:
    with override(run.language or None):
        failure = str(GAVE_UP)
    ImportRun.objects.killed().filter(pk=run.pk).update(state=State.FAILED, failure=failure, finished_at=timezone.now())

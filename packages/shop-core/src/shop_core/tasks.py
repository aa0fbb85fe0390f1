"""How the apps queue their Celery tasks: after commit, in the language of the asker, never failing what was committed."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from celery.signals import task_postrun, task_prerun
from django.db import transaction
from django.utils import translation
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

LANGUAGE_HEADER = "shop_language"
"""The header of a task with the language in which it was queued."""


def queue_after_commit(task: Task, *args: Any, countdown: float | None = None) -> None:
    """Queue ``task`` when the transaction has committed. It runs in the language that is active now.

    A project without a broker (no ``CELERY_BROKER_URL``) runs it at once, in the process. A broker that does not answer
    is logged: what was committed stays, and the app's periodic job does later what the task would have done.

    :param args: ids and other plain values.
    :param countdown: seconds to wait before it runs.
    """
    headers = {LANGUAGE_HEADER: translation.get_language()}
    transaction.on_commit(lambda: _queue(task, args, countdown, headers))


def _queue(task: Any, args: tuple[Any, ...], countdown: float | None, headers: dict[str, Any]) -> None:
    conf = task.app.conf
    if conf.broker_url is None and not conf.task_always_eager:
        outcome = task.apply(args, headers=headers)
        if outcome.failed():
            logger.error("Task %s%r failed.", task.name, args, exc_info=outcome.result)
        return
    try:
        task.apply_async(args, countdown=countdown, headers=headers, retry=False)
    except OperationalError:
        logger.exception("Task %s%r was not queued: the broker does not answer.", task.name, args)


@task_prerun.connect
def _speak_its_language(task: Any, **kwargs: Any) -> None:
    if language := (task.request.headers or {}).get(LANGUAGE_HEADER):
        task.request.in_its_language = translation.override(language)
        task.request.in_its_language.__enter__()


@task_postrun.connect
def _speak_as_before(task: Any, **kwargs: Any) -> None:
    if in_its_language := getattr(task.request, "in_its_language", None):
        in_its_language.__exit__(None, None, None)

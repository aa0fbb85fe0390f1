"""How the apps queue their Celery tasks: after commit, and without ever failing what was committed."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def queue_after_commit(task: Task, *args: Any, countdown: float | None = None) -> None:
    """Queue ``task`` when the transaction has committed.

    A project without a broker (no ``CELERY_BROKER_URL``) runs it at once, in the process. A broker that does not answer
    is logged: what was committed stays, and the app's periodic job does later what the task would have done.

    :param args: ids and other plain values.
    :param countdown: seconds to wait before it runs.
    """
    transaction.on_commit(lambda: _queue(task, args, countdown))


def _queue(task: Any, args: tuple[Any, ...], countdown: float | None) -> None:
    conf = task.app.conf
    if conf.broker_url is None and not conf.task_always_eager:
        outcome = task.apply(args)
        if outcome.failed():
            logger.error("Task %s%r failed.", task.name, args, exc_info=outcome.result)
        return
    try:
        task.apply_async(args, countdown=countdown, retry=False)
    except OperationalError:
        logger.exception("Task %s%r was not queued: the broker does not answer.", task.name, args)

"""A Celery worker with its beat inside the server process: the demo needs no broker, and "later" still happens."""

from __future__ import annotations

import logging
import threading
from typing import Any

from celery.beat import EmbeddedService
from celery.worker import WorkController
from django.conf import settings

from .celery import app

logger = logging.getLogger(__name__)
_started = threading.Event()


def start() -> None:
    """Start the worker and the beat as daemon threads, once a process.

    The broker is a queue in memory: what is queued dies with the process, and the periodic jobs heal what was lost.
    """
    if _started.is_set():
        return
    _started.set()
    app.conf.task_always_eager = False
    threading.Thread(target=_work, name="tasks", daemon=True).start()
    schedule = str(settings.VAR_DIR / "beat-schedule")
    beat: Any = EmbeddedService(app, thread=True, schedule_filename=schedule)
    beat.daemon = True
    beat.start()


def _work() -> None:
    worker = WorkController(
        app=app,
        pool="threads",
        concurrency=2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
        loglevel=logging.WARNING,
    )
    worker.start()
    logger.info("The in-process worker has stopped.")

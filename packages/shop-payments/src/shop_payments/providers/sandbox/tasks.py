"""The post of the sandbox."""

from __future__ import annotations

import logging

import httpx
from celery import Task, shared_task

logger = logging.getLogger(__name__)

ATTEMPTS = 5


@shared_task(bind=True, max_retries=ATTEMPTS)
def deliver_sandbox_notice(self: Task, session_id: int) -> None:
    """Tell the shop how a session ended; tried again after ever longer pauses, then left to the reconcile job."""
    from .sessions import deliver_notice

    try:
        deliver_notice(session_id)
    except httpx.HTTPError as error:
        logger.warning("The notice of sandbox session %s was not taken: %s", session_id, error)
        if self.request.is_eager or self.request.retries >= ATTEMPTS:
            return
        raise self.retry(exc=error, countdown=2**self.request.retries) from error

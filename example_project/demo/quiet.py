"""Silence while the past is told: nobody wants a mail about an order of weeks ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import django
from celery import current_app
from django.test.utils import override_settings

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


@contextmanager
def quietly() -> Iterator[None]:
    """Run queued tasks here and now, and send their mails nowhere."""
    mail = {"MAILERS": {"default": {"BACKEND": NOWHERE}}} if django.VERSION >= (6, 1) else {"EMAIL_BACKEND": NOWHERE}
    was_eager = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    try:
        with override_settings(**mail):
            yield
    finally:
        current_app.conf.task_always_eager = was_eager

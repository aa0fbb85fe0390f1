"""Silence and haste while the past is told: nobody wants a mail about an order of weeks ago, or to wait for AVIF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import django
from celery import current_app
from django.conf import settings
from django.test.utils import override_settings

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


@contextmanager
def quietly() -> Iterator[None]:
    """Run queued tasks here and now, send their mails nowhere, and leave AVIF to the shop's periodic job."""
    mail = {"MAILERS": {"default": {"BACKEND": NOWHERE}}} if django.VERSION >= (6, 1) else {"EMAIL_BACKEND": NOWHERE}
    was_eager = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    try:
        with override_settings(**mail, SHOP_CATALOG=settings.SHOP_CATALOG | {"AVIF": False}):
            yield
    finally:
        current_app.conf.task_always_eager = was_eager

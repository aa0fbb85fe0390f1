"""The Celery app; without ``REDIS_URL`` its worker and its beat live in the server process (`config.inprocess`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # the current app is one of a thread; all threads of the server mean this one

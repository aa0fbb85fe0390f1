import os
import re

import pytest
from django.core import mail
from django.core.cache import cache

from shop_accounts import sms
from shop_accounts.testing import make_user

collect_ignore = ["own_user"] if os.environ["DJANGO_SETTINGS_MODULE"] == "tests.settings" else []


@pytest.fixture(autouse=True)
def _fresh_rates():
    cache.clear()
    sms.outbox.clear()


@pytest.fixture
def user(db):
    return make_user()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what waits for the commit at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def last_link():
    """Return the path of the link in the last mail."""
    return lambda: re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def hasher_calls(settings):
    """Count how often a password is hashed."""
    settings.PASSWORD_HASHERS = ["tests.testapp.hashers.CountingHasher"]
    from tests.testapp.hashers import CountingHasher

    CountingHasher.calls = 0
    return lambda: CountingHasher.calls

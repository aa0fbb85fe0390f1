import itertools

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

_numbers = itertools.count(1)


def make_user(name="user", **fields):
    return get_user_model().objects.create(email_address=f"{name}{next(_numbers)}@example.com", **fields)


@pytest.fixture(autouse=True)
def empty_cache():
    """Numbers that one test has counted are none of the next."""
    cache.clear()


@pytest.fixture
def customer(db):
    return make_user("customer")

import itertools

import pytest
from django.contrib.auth import get_user_model

_numbers = itertools.count(1)


def make_user(name="user", **fields):
    return get_user_model().objects.create(email_address=f"{name}{next(_numbers)}@example.com", **fields)


@pytest.fixture
def customer(db):
    return make_user("customer")

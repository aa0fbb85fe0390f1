import itertools

import pytest
from django.contrib.auth import get_user_model

from shop_chat.testing import make_agent

_numbers = itertools.count(1)


def make_user(name="", **fields):
    address = f"{name or 'user'}{next(_numbers)}@example.com"
    return get_user_model().objects.create(email_address=address, **fields)


@pytest.fixture
def customer(db):
    return make_user("customer")


@pytest.fixture
def agent(db):
    return make_agent(make_user("agent"))

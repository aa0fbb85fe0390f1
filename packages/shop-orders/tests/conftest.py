import itertools

import pytest
from celery import Celery
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.testapp.models import Book

app = Celery("tests")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()

_numbers = itertools.count(1)


def make_user(name="reader", **fields):
    return get_user_model().objects.create(email_address=f"{name}{next(_numbers)}@example.com", **fields)


def make_staff(*codenames):
    user = make_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="shop_orders"))
    return user


def make_book(**fields):
    return Book.objects.create(**{"title": f"Book {next(_numbers)}", **fields})


@pytest.fixture
def user(db):
    return make_user()


@pytest.fixture
def book(db):
    return make_book(title="Dune")


@pytest.fixture
def count_queries():
    """Return how many queries a piece of work asks."""

    def count(work):
        with CaptureQueriesContext(connection) as queries:
            work()
        return len(queries)

    return count

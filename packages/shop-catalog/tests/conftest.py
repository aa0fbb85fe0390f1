import itertools
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

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


@pytest.fixture
def admin(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def picture(size=(1600, 1200), mode="RGB", kind="PNG", color=None):
    """Return a picture as a browser sends it."""
    content = BytesIO()
    Image.new(mode, size, color).save(content, kind)
    return SimpleUploadedFile(f"lamp.{kind.lower()}", content.getvalue())

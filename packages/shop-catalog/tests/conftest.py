import itertools
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop_catalog.models import Category, ProductImage

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


class FullDisk(FileSystemStorage):
    """A storage with room for so many files."""

    room = 0

    def _save(self, name, content):
        if not self.room:
            raise OSError("No space left on device")
        self.room -= 1
        return super()._save(name, content)

    def kept(self):
        return [path for path in Path(self.base_location).rglob("*") if path.is_file()]


@pytest.fixture
def full_disk(monkeypatch, tmp_path):
    """Keep pictures of products and categories on a full disk."""
    storage = FullDisk(location=tmp_path)
    for model, field in ((ProductImage, "file"), (Category, "image")):
        monkeypatch.setattr(model._meta.get_field(field), "storage", storage)
    return storage

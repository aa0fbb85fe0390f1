"""The files of pictures in the project's storage: nothing that fails leaves any behind, and none is taken from another picture."""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db.models import Model

from ..exceptions import PictureNotStoredError
from ..models import ProductImage

logger = logging.getLogger(__name__)

Store = Callable[[str, File], str]


@contextmanager
def storing() -> Iterator[Store]:
    """Give what stores a file and returns its name; when the block fails, what it stored goes again.

    :raises PictureNotStoredError: the storage refuses a file, or cannot be reached.
    """
    storage = _storage()
    stored: list[str] = []

    def store(name: str, content: File) -> str:
        try:
            stored.append(storage.save(name, content, max_length=255))
        except Exception as error:  # every storage has errors of its own
            logger.exception("The picture %s was not stored.", name)
            raise PictureNotStoredError from error
        return stored[-1]

    try:
        yield store
    except BaseException:
        remove_files(names=stored)
        raise


def store_given_file(*, record: Model, field: str, store: Store) -> File | None:
    """Store the file that a field was given and return its content; None, where it has none or one that is stored already."""
    given: Any = getattr(record, field)
    if not given or given._committed:
        return None
    content: File = given.file
    setattr(record, field, store(given.field.generate_filename(record, given.name), content))
    content.seek(0)
    return content


def remove_files(*, names: Collection[str]) -> None:
    """Delete files; one that cannot be deleted is logged, and the others go."""
    for name in names:
        try:
            _storage().delete(name)
        except Exception:
            logger.exception("The file %s was not deleted.", name)


def remove_picture(*, name: str, renditions: Collection[str]) -> None:
    """Delete the file of a picture and those of its renditions, unless another picture shows the same file."""
    if not ProductImage.objects.filter(file=name).exists():
        remove_files(names=[name, *renditions])


def _storage() -> Storage:
    storage: Storage = ProductImage._meta.get_field("file").storage
    return storage

"""Names of stored files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.utils.deconstruct import deconstructible


@deconstructible(path="shop_core.uploads.RandomName")
@dataclass
class RandomName:
    """An ``upload_to`` that puts every file under ``folder`` with a name that nobody can guess."""

    folder: str

    def __call__(self, instance: object, filename: str) -> str:
        ending = filename.rpartition(".")[2].lower()
        return f"{self.folder}/{uuid4().hex}.{ending if ending in ('jpg', 'png', 'webp') else 'bin'}"

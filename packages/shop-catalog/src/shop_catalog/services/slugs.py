"""Slugs that nobody else has."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from ..models.products import RESERVED_SLUGS

RecordT = TypeVar("RecordT")

LOOKALIKE_FREE = "23456789abcdefghjkmnpqrstuvwxyz"


def slug_of(name: str) -> str:
    """Return the slug that a name suggests."""
    return slugify(name, allow_unicode=True)[:100].strip("-_") or "item"


def with_free_slug(name: str, create: Callable[[str], RecordT]) -> RecordT:
    """Create a record under the slug of its name; where that is taken, a few random letters follow it."""
    slug = slug_of(name)
    if slug not in RESERVED_SLUGS:
        with suppress(IntegrityError), transaction.atomic():
            return create(slug)
    return create(f"{slug}-{get_random_string(5, LOOKALIKE_FREE)}")

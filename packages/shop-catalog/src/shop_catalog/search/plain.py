"""Search on a database of which we know no full text: every word in the product's name or description."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Case, FloatField, Q, QuerySet, Value, When

from ..hooks import SearchText
from .words import MAX_TEXT, MAX_WORDS, nothing


def index(texts: Sequence[SearchText]) -> None:
    """Do nothing: the products themselves are read."""


def remove(product_ids: Collection[int]) -> None:
    """Do nothing."""


def prepare(text: str) -> str:
    """Return nothing: each word is a condition of its own."""
    return ""


def find(listings: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the listings that have every word; hits in the name rank higher."""
    words = text[:MAX_TEXT].replace("\x00", " ").split()[:MAX_WORDS]
    in_name = Q()
    for word in words:
        in_name &= Q(product__name__icontains=word)
        listings = listings.filter(Q(product__name__icontains=word) | Q(product__description__icontains=word))
    if not words:
        return nothing(listings)
    found: QuerySet[Any] = listings.annotate(
        relevance=Case(When(in_name, then=Value(1.0)), default=Value(0.5), output_field=FloatField())
    )
    return found


def near(word: str) -> list[str]:
    """Return nothing: words with the same first letter are all that is known here."""
    return []

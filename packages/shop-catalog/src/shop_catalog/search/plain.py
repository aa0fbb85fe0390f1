"""Search on a database of which we know no full text: words in the product's name or description."""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import and_, or_
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


prepare_any = prepare


def find(listings: QuerySet[Any], text: str, *, any_word: bool = False) -> QuerySet[Any]:
    """Return the listings that have every word, or any of them; hits in the name rank higher."""
    words = text[:MAX_TEXT].replace("\x00", " ").split()[:MAX_WORDS]
    if not words:
        return nothing(listings)
    joined = or_ if any_word else and_
    in_name = reduce(joined, (Q(product__name__icontains=word) for word in words))
    anywhere = (Q(product__name__icontains=word) | Q(product__description__icontains=word) for word in words)
    listings = listings.filter(reduce(joined, anywhere))
    found: QuerySet[Any] = listings.annotate(
        relevance=Case(When(in_name, then=Value(1.0)), default=Value(0.5), output_field=FloatField())
    )
    return found


def near(word: str) -> list[str]:
    """Return nothing: words with the same first letter are all that is known here."""
    return []

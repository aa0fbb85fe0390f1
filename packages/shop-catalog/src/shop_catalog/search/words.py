"""Words, as search compares them: small letters without accents, the same on every database."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db.models import FloatField, QuerySet, Value

MAX_TEXT = 200
"""As much of a query is read, in characters."""
MAX_WORDS = 8
"""As many words of a query are looked for."""
MAX_WORD = 40

WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart into a base and an accent.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def fold(text: str) -> str:
    """Return a text in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(LETTERS)


def words_of(text: str) -> Iterator[str]:
    """Split a text into its folded words."""
    return (match[0][:MAX_WORD] for match in WORD.finditer(fold(text)))


def indexed(text: str) -> str:
    """Return a text as databases index it: its words with nothing but spaces between them, which all take apart alike."""
    return " ".join(words_of(text))


def query_words(text: str) -> list[str]:
    """Return the words of a query that are looked for, each once."""
    return list(dict.fromkeys(words_of(text[:MAX_TEXT])))[:MAX_WORDS]


def nothing(listings: QuerySet[Any]) -> QuerySet[Any]:
    """Return what a query without words finds."""
    found: QuerySet[Any] = listings.none().annotate(relevance=Value(0.0, output_field=FloatField()))
    return found

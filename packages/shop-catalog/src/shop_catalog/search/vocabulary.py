"""The words that products are called by, and which of them a mistyped one was meant to be."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from django.db.models.functions import Length

from ..models import SearchWord
from .words import query_words

SHORTEST = 3
"""Shorter words are left as they were typed: everything is near to them."""
NEARNESS = 0.7
CANDIDATES = 2000


def learn(words: Iterable[str]) -> None:
    """Add words to the vocabulary; those it has already cost nothing."""
    fresh = {word for word in words if len(word) >= SHORTEST and not word.isdecimal()}
    SearchWord.objects.bulk_create((SearchWord(word=word) for word in sorted(fresh)), ignore_conflicts=True)


def corrected(text: str, near: Callable[[str], list[str]]) -> str:
    """Return the query with each word that no product is called by replaced by the nearest that one is.

    :param near: what else the database finds near to a word, beside words with the same first letter.
    """
    return " ".join(_known(word, near) for word in query_words(text))


def _known(word: str, near: Callable[[str], list[str]]) -> str:
    if len(word) < SHORTEST or SearchWord.objects.filter(word__startswith=word).exists():
        return word
    alike = SearchWord.objects.filter(word__startswith=word[0]).annotate(length=Length("word"))
    alike = alike.filter(length__gte=len(word) - 2, length__lte=len(word) + 2).order_by("word")
    candidates = [*alike.values_list("word", flat=True)[:CANDIDATES], *near(word)]
    return next(iter(get_close_matches(word, candidates, n=1, cutoff=NEARNESS)), word)

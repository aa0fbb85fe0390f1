"""The default matcher: a list of words of six languages, and one of innocent words that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..options import conf
from .disguise import split_humps, unmask

STAND_INS = {
    "a": "4@*",
    "b": "8",
    "e": "3*",
    "g": "9",
    "i": "1!|*",
    "l": "1|",
    "o": "0*",
    "s": "5$",
    "t": "7+",
    "u": "v*",
}
"""What people write in place of a letter."""
DRAWN_OUT = 8
"""So many signs in a row can stand for a letter: without a bound, a long text of nothing else would keep the matcher busy for minutes."""


class Patterns(NamedTuple):
    """A list of words, compiled: what offends as a whole word, what offends within words, what is allowed."""

    whole: re.Pattern[str]
    within: re.Pattern[str]
    strictly_within: re.Pattern[str]
    allowed: re.Pattern[str]


class WordList:
    """Find the words of ``words.txt`` and ``SHOP_CORE["PROFANITY_WORDS"]``, however they are disguised.

    In texts and addresses whole words count; ``strict`` looks inside words, as user names have no spaces.
    """

    def is_profane(self, text: str, *, strict: bool = False) -> bool:
        words = tuple(conf.options.PROFANITY_WORDS), tuple(conf.options.PROFANITY_ALLOWED_WORDS)
        patterns = _compile(*words)
        plain = patterns.allowed.sub(" ", unmask(text))
        if _finds(patterns.whole, plain) or _finds(patterns.within, plain):
            return True
        if not strict:
            return False
        parts = patterns.allowed.sub(" ", unmask(split_humps(text)))
        return _finds(patterns.strictly_within, plain) or _finds(patterns.whole, parts)


@cache
def _compile(more: tuple[str, ...], allowed: tuple[str, ...]) -> Patterns:
    marked = [*_read("words.txt"), *more]
    return Patterns(
        whole=_whole(word.strip("=*") for word in marked),
        within=_any_of(_spell(word.strip("*")) for word in marked if word.startswith("*")),
        strictly_within=_any_of(_spell(word) for word in marked if word[0] not in "=*"),
        allowed=_any_of(re.escape(unmask(word)) for word in (*_read("allowed.txt"), *allowed)),
    )


def _read(name: str) -> Iterator[str]:
    for line in files(__package__).joinpath(name).read_text("utf-8").splitlines():
        yield from line.partition("#")[0].split()


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{_any_of(map(_spell, words)).pattern})s?(?![^\W\d_])")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)) or r"(?!)")


def _spell(word: str) -> str:
    """Return the pattern of a word: letters drawn out, or replaced by what looks like them; ``_`` is a space or nothing."""
    runs = re.finditer(r"(.)\1*", unmask(word))
    return "".join(
        r"[\W_]*" if run[1] == "_" else f"[{run[1]}{STAND_INS.get(run[1], '')}]{{{len(run[0])},{DRAWN_OUT}}}"
        for run in runs
    )


def _finds(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a match holds as many letters as digits: ``5h1t`` is a word, the house number 455 is none."""
    return any(sum(map(str.isalpha, found[0])) * 2 >= len(found[0]) for found in pattern.finditer(text))

"""Undo disguises of words: letters of other widths and scripts, marks, invisible signs, spaced-out letters."""

from __future__ import annotations

import re
import unicodedata

LOOKALIKES = str.maketrans(
    # Cyrillic, Greek and Latin letters that look like plain ones
    "авеёкмнорстухіїјѕһԁӏԛԝьзαβεικνορτυχγηωıłøđŀ",
    "abeekmhopctyxiijshdlqwb3abeikvoptuxynwilodl",
)
SPACED_OUT = re.compile(r"(?<![^\W_])(?:[^\W_][\s._\-*]+){2,}[^\W_](?![^\W_])")
SPACES = re.compile(r"[\s._\-*]+")
DRAWN_OUT = re.compile(r"(.)\1{3,}", re.DOTALL)
HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def unmask(text: str) -> str:
    """Return the text in plain lower-case letters, as far as it only looks otherwise, and none more than three times in a row."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(sign for sign in folded if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
    short = DRAWN_OUT.sub(r"\1\1\1", bare.translate(LOOKALIKES))
    return SPACED_OUT.sub(lambda found: SPACES.sub("", found[0]), short)


def split_humps(text: str) -> str:
    """Return ``BigWord`` as ``Big Word``."""
    return HUMPS.sub(" ", text)

"""Names as people see and compare them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop_core.profanity.disguise import unmask


def fold(text: object) -> str:
    """Return a text without what only looks different: case, width, spaces, signs that nobody sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(text)).casefold())
    return " ".join("".join(sign for sign in folded if unicodedata.category(sign) != "Cf").split())


def name_key(name: str) -> str:
    """Return what two names have in common that people take for the same: letters and digits, whatever they are dressed in."""
    folded = fold(name)
    return "".join(filter(str.isalnum, unmask(folded))) or folded


UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, line ends, and signs that turn the direction of the text."""
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs that nobody sees."""


def validate_name(name: str) -> None:
    """Refuse a name of which nothing can be seen, or which would show as another or on several lines.

    :raises ValidationError: with what to leave out.
    """
    visible = any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANK for sign in name)
    if not visible or UNREADABLE.search(name):
        raise ValidationError(
            _("Write a name that can be read, in one line and without invisible signs."), "unreadable_name"
        )

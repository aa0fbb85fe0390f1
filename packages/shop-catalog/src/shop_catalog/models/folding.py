"""Names as people compare them."""

import unicodedata

from shop_core.profanity.disguise import unmask


def fold(text: object) -> str:
    """Return a text without what only looks different: case, width, spaces, signs that nobody sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(text)).casefold())
    return " ".join("".join(sign for sign in folded if unicodedata.category(sign) != "Cf").split())


def name_key(name: str) -> str:
    """Return what two names have in common that people take for the same: letters and digits, whatever they are dressed in."""
    folded = fold(name)
    return "".join(filter(str.isalnum, unmask(folded))) or folded

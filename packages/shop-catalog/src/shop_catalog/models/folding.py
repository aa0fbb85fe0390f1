"""Names as people compare them."""

import unicodedata


def fold(text: object) -> str:
    """Return a text without what only looks different: case, width, spaces, signs that nobody sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(text)).casefold())
    return " ".join("".join(sign for sign in folded if unicodedata.category(sign) != "Cf").split())

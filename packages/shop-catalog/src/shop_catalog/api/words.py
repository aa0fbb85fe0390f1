"""The words of a query string: one that an endpoint does not know is refused, since whoever wrote it takes the answer for narrowed."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError


def refuse_unknown_words(asked: Iterable[str], known: Collection[str], *, prefix: str = "") -> None:
    """Refuse words of a query string.

    :param prefix: words that begin like this are known too; empty: none.
    :raises ValidationError: some are not known; it names each, with the one that was probably meant.
    """
    unknown = [word for word in asked if word not in known and not (prefix and word.startswith(prefix))]
    if unknown:
        raise ValidationError({word: [_hint(word, known)] for word in unknown})


def _hint(word: str, known: Collection[str]) -> str:
    if near := get_close_matches(word, known, n=1):
        return _("Nothing here is asked for with this word. Did you mean “%(word)s”?") % {"word": near[0]}
    if not known:
        return _("Nothing is asked for with this word: this address takes none.")
    return _("Nothing here is asked for with this word. Known are: %(words)s.") % {"words": ", ".join(sorted(known))}

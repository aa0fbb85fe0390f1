"""The words of a query string and the fields of a body: one that an endpoint does not know is refused.

Whoever wrote it would take the answer for narrowed, or the field for written.
"""

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


def refuse_unknown_fields(sent: Iterable[str], writable: Collection[str], readable: Collection[str]) -> None:
    """Refuse fields of a body.

    :param readable: those that are answered, which may not all be writable.
    :raises ValidationError: some cannot be written; it names each, with the one that was probably meant.
    """
    unknown = [name for name in sent if name not in writable]
    if unknown:
        raise ValidationError({name: [_field_hint(name, writable, name in readable)] for name in unknown})


def _field_hint(name: str, writable: Collection[str], is_readable: bool) -> str:
    names = ", ".join(sorted(writable))
    if is_readable:
        return _("This can be read only. What can be written here: %(names)s.") % {"names": names}
    if near := get_close_matches(name, writable, n=1):
        return _("There is no field of this name here. Did you mean “%(name)s”?") % {"name": near[0]}
    return _("There is no field of this name here. What can be written here: %(names)s.") % {"names": names}

"""Names that nobody can read, and words that offend in what customers and sellers write; the shop chooses its words itself."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from shop_core.options import conf as core

from ..exceptions import OffensiveWordsError, UnreadableNameError
from ..models.folding import validate_name


def speaks_for_shop(user: AbstractBaseUser | None) -> bool:
    """Tell whether what is this person's is the shop's own: nobody's, and that of its staff."""
    return user is None or bool(getattr(user, "is_staff", False))


def offends(text: str) -> bool:
    """Tell whether the ``PROFANITY_MATCHER`` of shop-core finds something in a text."""
    return bool(core.hook("PROFANITY_MATCHER").is_profane(text, strict=False))


def refuse_offence(**texts: str) -> None:
    """Refuse words that offend.

    :param texts: by the names of their fields.
    :raises OffensiveWordsError: with a message for each field that has some.
    """
    if faults := {field: [str(OffensiveWordsError.message)] for field, text in texts.items() if offends(text)}:
        raise OffensiveWordsError(errors=faults)


def is_readable(name: str) -> bool:
    """Tell whether people can read a name as it is."""
    try:
        validate_name(name)
    except ValidationError:
        return False
    return True


def refuse_unreadable(**names: str) -> None:
    """Refuse names of which nothing can be seen, or which would show as others or on several lines.

    :param names: by their fields; empty ones are none.
    :raises UnreadableNameError: with a message for each such field.
    """
    faults = [field for field, name in names.items() if name and not is_readable(name)]
    if faults:
        raise UnreadableNameError(errors={field: [str(UnreadableNameError.message)] for field in faults})

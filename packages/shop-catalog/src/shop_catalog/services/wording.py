"""Words that offend, in what customers and sellers write; the shop chooses its words itself."""

from django.contrib.auth.base_user import AbstractBaseUser

from shop_core.options import conf as core

from ..exceptions import OffensiveWordsError


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

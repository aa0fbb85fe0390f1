"""What a password must not be, beside what Django's own validators refuse."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .identity import email_of, name_field

LEAST_WORD = 4


class ContextValidator:
    """Refuse a password that is little more than the name of the shop, of the user, or the e-mail.

    Names are taken out of the password, and what is left must still be long enough. For ``AUTH_PASSWORD_VALIDATORS``; Django's
    ``UserAttributeSimilarityValidator`` knows only e-mails whose field is called ``email``.

    :param words: names of the shop, such as ``["acme"]``.
    :param min_length: how many characters must be left.
    """

    def __init__(self, words: Collection[str] = (), min_length: int = 8) -> None:
        self.words = words
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        left = password.casefold()
        for word in sorted({*self.words, *_words_of(user)}, key=len, reverse=True):
            if len(word) >= LEAST_WORD:
                left = left.replace(word.casefold(), "")
        if left != password.casefold() and len(left) < self.min_length:
            raise ValidationError(
                _("This password is too easy to guess: it is little more than a name."), "password_context"
            )

    def get_help_text(self) -> str:
        return ngettext(
            "Your password may hold your name or that of the shop only if %d more character is left.",
            "Your password may hold your name or that of the shop only if %d more characters are left.",
            self.min_length,
        ) % (self.min_length)


def _words_of(user: Any) -> set[str]:
    if user is None:
        return set()
    field = name_field()
    names = [str(getattr(user, name, "") or "") for name in ("first_name", "last_name", field or "")]
    local, _at, domain = email_of(user).partition("@")
    return {*names, local, domain.partition(".")[0]}

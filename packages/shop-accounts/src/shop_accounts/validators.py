"""What a password must not be, beside what Django's own validators refuse; and what is no name of a person."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .identity import email_of, name_field

LEAST_WORD = 4
NO_NAME = re.compile(
    r"[<>]|//|\bwww\b|\w[.\u3002\uff0e\uff61]\w{2,}|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", re.IGNORECASE
)
"""Mark-up, addresses of web pages, control characters, and signs that turn the direction of the text."""


def validate_person_name(name: str) -> None:
    """Refuse a name that mails or pages would show as a link, or as more than one line.

    :raises ValidationError: with what to leave out.
    """
    if NO_NAME.search(name):
        raise ValidationError(
            _("Please write a name, without web addresses and angle brackets. After a dot put a space."), "person_name"
        )


def name_faults(**names: str) -> dict[str, list[str]]:
    """Return what is wrong with names of a person, by the name of the field."""
    faults: dict[str, list[str]] = {}
    for field, name in names.items():
        try:
            validate_person_name(name.strip())
        except ValidationError as error:
            faults[field] = error.messages
    return faults


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

"""What shop-core asks of the project it lives in."""

from __future__ import annotations

from typing import Any, Protocol

from django.core.checks import CheckMessage
from django.forms import Widget


class BotCheck(Protocol):
    """Tells people from machines in a form."""

    def widget(self) -> Widget:
        """Return what a form shows, or hides, to find out; a hidden one has no label."""

    def verify(self, answer: Any) -> None:
        """Judge what the widget took from the request.

        :raises ValidationError: a machine, or somebody who must try again; the message says what to do.
        """

    def check(self) -> list[CheckMessage]:
        """Return what the check lacks to work, for Django's system checks."""


class ProfanityMatcher(Protocol):
    """Finds words that offend."""

    def is_profane(self, text: str, *, strict: bool = False) -> bool:
        """Tell whether the text holds one; ``strict`` looks inside words, for names without spaces."""

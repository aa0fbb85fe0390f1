"""No protection, for tests and closed shops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.checks import CheckMessage


class Nothing(forms.HiddenInput):
    """A widget that draws nothing."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return ""


class NoBotCheck:
    """Let everybody pass."""

    def widget(self) -> forms.Widget:
        return Nothing()

    def verify(self, answer: Any) -> None:
        """Refuse nobody."""

    def check(self) -> list[CheckMessage]:
        return []

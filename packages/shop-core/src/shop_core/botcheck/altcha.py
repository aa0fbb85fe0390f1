"""Proof of work, served and judged by the shop itself: the reader's browser solves a riddle of a second."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import Any

from django import forms
from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .widgets import TemplateWidget

SOLVABLE = "PBKDF2/"
"""What every algorithm that browsers have built in begins with; other ones would need code that a strict CSP forbids."""

MESSAGES = {
    "expired": _("This page was open for too long. Please send it again."),
    "replayed": _("This form was sent before. Please send it again."),
    "required": _("Please turn on JavaScript, wait for the check against robots, and send the form again."),
}


class AltchaWidget(TemplateWidget):
    """A hidden input that the custom element around it fills in while the form is."""

    template_name = "shop_core/botcheck/altcha.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        from altcha_django.verifiers import get_verifier

        challenge = json.dumps(get_verifier().get_challenge())
        return super().get_context(name, value, attrs) | {"challenge": challenge}


class Altcha:
    """Ask for an ALTCHA proof of work; each solution counts once."""

    def widget(self) -> forms.Widget:
        return AltchaWidget()

    def verify(self, answer: Any) -> None:
        from altcha_django.verifiers import run_verification

        if not answer:
            raise ValidationError(MESSAGES["required"], "required")
        result = run_verification(answer)
        if not result.verified:
            code = str(result.code)
            failed = _("The check against robots failed. Please send the form again.")
            raise ValidationError(MESSAGES.get(code, failed), code)

    def check(self) -> list[CheckMessage]:
        if find_spec("altcha_django") is None:
            return [
                Error(
                    "SHOP_CORE['BOT_CHECK'] is ALTCHA, but altcha-django is not installed.",
                    hint='pip install "shop-core[altcha]"',
                    id="shop_core.E008",
                )
            ]
        if not apps.is_installed("altcha_django"):
            return [
                Error(
                    "SHOP_CORE['BOT_CHECK'] is ALTCHA, but its app is not installed.",
                    hint='Add "altcha_django" to INSTALLED_APPS, and set ALTCHA_HMAC_SECRET.',
                    id="shop_core.E008",
                )
            ]
        return _unsolvable()


def _unsolvable() -> list[CheckMessage]:
    from altcha_django.conf import conf as altcha

    if not isinstance(altcha.CHALLENGE, dict):
        return []  # which altcha-django itself refuses
    algorithm = str(altcha.CHALLENGE["algorithm"])
    if algorithm.startswith(SOLVABLE):
        return []
    return [
        Error(
            f"ALTCHA_CHALLENGE asks for {algorithm}, which no browser has built in.",
            hint='Choose "PBKDF2/SHA-256".',
            id="shop_core.E008",
        )
    ]

"""Google's reCAPTCHA v2. A Content-Security-Policy must allow ``www.google.com`` and ``www.gstatic.com`` for scripts and frames."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from django import forms
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..options import conf
from .widgets import TemplateWidget

TIMEOUT = 5


class RecaptchaWidget(TemplateWidget):
    """The box to tick; its answer comes under a name of Google's choice."""

    template_name = "shop_core/botcheck/recaptcha.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        own = {"site_key": conf.options.RECAPTCHA_SITE_KEY, "script": conf.options.RECAPTCHA_SCRIPT_URL}
        return super().get_context(name, value, attrs) | own

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get("g-recaptcha-response")


class Recaptcha:
    """Ask Google whether it takes the sender for a person."""

    def widget(self) -> forms.Widget:
        return RecaptchaWidget()

    def verify(self, answer: Any) -> None:
        if not answer:
            raise ValidationError(_("Please tick the box against robots."), "required")
        try:
            verdict = _ask(answer)
        except (OSError, ValueError) as error:
            raise ValidationError(
                _("The check against robots cannot be reached. Please try again in a moment."), "unreachable"
            ) from error
        if verdict.get("success") is not True:
            raise ValidationError(_("Please tick the box against robots again."), "refused")

    def check(self) -> list[CheckMessage]:
        return [
            Error(
                f"SHOP_CORE['BOT_CHECK'] is reCAPTCHA, but SHOP_CORE[{key!r}] is empty.",
                hint="Both keys stand in the console of reCAPTCHA.",
                id="shop_core.E009",
            )
            for key in ("RECAPTCHA_SITE_KEY", "RECAPTCHA_SECRET_KEY")
            if not getattr(conf.options, key)
        ]


def _ask(answer: str) -> dict[str, Any]:
    form = urlencode({"secret": conf.options.RECAPTCHA_SECRET_KEY, "response": answer}).encode()
    with urlopen(conf.options.RECAPTCHA_VERIFY_URL, form, timeout=TIMEOUT) as reply:  # noqa: S310 - an address of the settings
        verdict = json.load(reply)
    if not isinstance(verdict, dict):
        raise ValueError(verdict)
    return verdict

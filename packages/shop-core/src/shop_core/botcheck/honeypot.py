"""The protection that works without JavaScript: a trap field and a signed minimum fill time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.checks import CheckMessage
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

from ..options import conf

FIRST = "form"
WAITED = "waited"
"""What a token says: that the form was shown then, or that its reader has waited long before."""

signer = TimestampSigner(salt="shop_core.botcheck")


class HoneypotWidget(forms.MultiWidget):
    """A hidden token that says when the form was first shown, and a field that only machines fill in.

    A form that is shown again keeps its first token: who was refused once need not wait anew.
    """

    is_hidden = True

    def __init__(self) -> None:
        trap = {"class": "hidden", "tabindex": "-1", "autocomplete": "off", "aria-hidden": "true"}
        super().__init__({"token": forms.HiddenInput(), "website": forms.TextInput(trap)})

    def decompress(self, value: Any) -> list[str]:
        return ["", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = value[0] if isinstance(value, list) else ""
        return super().get_context(name, [_renew(given or ""), ""], attrs)


class Honeypot:
    """Refuse whoever fills in a hidden field, or sends a form sooner than a person could."""

    def widget(self) -> forms.Widget:
        return HoneypotWidget()

    def verify(self, answer: Any) -> None:
        token, website = answer or ("", "")
        if website:
            raise ValidationError(_("Please send the form again, and leave its hidden field empty."), "trapped")
        try:
            told = signer.unsign(token or "", max_age=conf.options.BOT_CHECK_MAX_AGE)
        except SignatureExpired as error:
            raise ValidationError(_("This page was open for too long. Please send it again."), "expired") from error
        except BadSignature as error:
            raise ValidationError(_("Please wait a moment and send the form again."), "invalid") from error
        if told == FIRST and _is_younger(token, conf.options.BOT_CHECK_MIN_SECONDS):
            raise ValidationError(_("That was very fast. Please wait a moment and send it again."), "too_fast")

    def check(self) -> list[CheckMessage]:
        return []


def _renew(token: str) -> str:
    """Return the token of a form that is shown again: the same one while it is good."""
    try:
        signer.unsign(token, max_age=conf.options.BOT_CHECK_MAX_AGE)
    except SignatureExpired:
        return signer.sign(WAITED)
    except BadSignature:
        return signer.sign(FIRST)
    return token


def _is_younger(token: str, seconds: int) -> bool:
    try:
        signer.unsign(token, max_age=timedelta(seconds=seconds))
    except SignatureExpired:
        return False
    return True

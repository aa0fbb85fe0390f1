"""Bot protection that works without JavaScript: a trap field and a signed minimum fill time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

MIN_SECONDS = 2
MAX_SECONDS = 24 * 60 * 60

signer = TimestampSigner(salt="shop_core.botcheck")


class HoneypotWidget(forms.MultiWidget):
    """A hidden token that says when the form was made, and a field that only machines fill in."""

    def __init__(self) -> None:
        trap = {"class": "hidden", "tabindex": "-1", "autocomplete": "off", "aria-hidden": "true"}
        super().__init__({"token": forms.HiddenInput(), "website": forms.TextInput(trap)})

    def decompress(self, value: Any) -> list[str]:
        return [signer.sign("form"), ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class HoneypotField(forms.Field):
    """A form field that refuses machines; add it to a form in one line."""

    widget = HoneypotWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label="", **kwargs)

    def clean(self, value: Any) -> None:
        token, website = value or ("", "")
        try:
            signer.unsign(token or "", max_age=MAX_SECONDS)
        except SignatureExpired as error:
            raise ValidationError(_("This page was open for too long. Please send it again."), "expired") from error
        except BadSignature as error:
            raise ValidationError(_("Please send the form again."), "invalid") from error
        if website or _is_fresh(token):
            raise ValidationError(_("That was very fast. Please wait a moment and send it again."), "too_fast")


def _is_fresh(token: str) -> bool:
    try:
        signer.unsign(token, max_age=MIN_SECONDS)
    except SignatureExpired:
        return False
    return True

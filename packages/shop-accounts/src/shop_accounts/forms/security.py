"""The forms around the second step."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )


class StepForm(CodeForm):
    method = forms.CharField(max_length=16, widget=forms.HiddenInput)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class OwnPasswordForm(forms.Form):
    """A form that asks those for their password who have one.

    :param with_password: whether it is asked for.
    """

    proof_field: ClassVar[str] = "current_password"

    def __init__(self, *args: Any, with_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_password:
            del self.fields[self.proof_field]


class ProofForm(OwnPasswordForm, PasswordForm):
    """Asks for the password; without it, only a button is left."""

    proof_field = "password"


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("So that you know it again, such as: my phone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CredentialForm(forms.Form):
    """What the browser answers, as JSON; the page's script fills it in."""

    credential = forms.CharField(
        widget=forms.HiddenInput, max_length=20_000, error_messages={"required": _("Your browser sent no passkey.")}
    )

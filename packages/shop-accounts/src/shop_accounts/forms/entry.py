"""The forms before the login."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from shop_core.botcheck import BotCheckField
from shop_core.uploads import SafeImageField

from ..identity import name_field
from ..services.registration import JUDGED, registration_faults

password_help = lazy(password_validators_help_text_html, str)


class EmailForm(forms.Form):
    """Asks for an address to mail a link to."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class RegistrationForm(forms.Form):
    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        required=False,
        help_text=_("If you want one: you can log in with it as well."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "autocapitalize": "none"}),
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_help(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    photo = SafeImageField(label=_("Photo"), required=False, help_text=_("If you want one: JPEG, PNG or WebP."))

    bot_check = BotCheckField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if name_field() is None:
            del self.fields["username"]

    def clean(self) -> dict[str, Any]:
        """Let whoever passes the bot check hear at once what is wrong with every field, even where the shape of another is wrong."""
        if "bot_check" not in self.errors:
            given = {name: self.cleaned_data.get(name, "") for name in JUDGED}
            for name, faults in registration_faults(**given).items():
                self.add_error(name, faults)
        return self.cleaned_data


class LoginForm(forms.Form):
    identifier = forms.CharField(
        label=_("E-mail or user name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

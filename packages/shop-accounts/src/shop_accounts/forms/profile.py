"""The forms of a user who is logged in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField  # type: ignore[import-untyped]

from shop_core.uploads import SafeImageField

from .security import OwnPasswordForm


class ProfileForm(forms.Form):
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
    photo = SafeImageField(label=_("Photo"), required=False, help_text=_("JPEG, PNG or WebP."))


class PhoneForm(OwnPasswordForm):
    phone = PhoneNumberField(
        label=_("New phone"),
        required=False,
        help_text=_("With the country code, such as +48 512 345 678. Empty: you give none."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    current_password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

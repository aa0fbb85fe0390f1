"""The forms of a new password, and of a new e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from ..services.passwords import set_password
from .entry import password_help
from .security import OwnPasswordForm


class ResetForm(SetPasswordForm):
    """Django's form, which saves by our service: what must die with the old password dies."""

    def save(self, commit: bool = True) -> Any:
        set_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class ChangeForm(OwnPasswordForm):
    current_password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=password_help(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class EmailChangeForm(OwnPasswordForm):
    email = forms.EmailField(label=_("New e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    current_password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

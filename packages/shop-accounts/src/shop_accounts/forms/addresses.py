"""The form of an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.addresses.forms import AddressFormMixin


class AddressForm(AddressFormMixin):
    """An address and its label; names of fields follow the country."""

    label = forms.CharField(
        label=_("Label"), max_length=50, required=False, help_text=_('For yourself, such as "home" or "office".')
    )

    @property
    def wish(self) -> dict[str, Any]:
        """What the services take: the address as a whole, and its label."""
        return {"postal": self.address, "label": self.cleaned_data["label"]}

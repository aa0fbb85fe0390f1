"""The form of an address."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop_core.addresses.forms import AddressFormMixin

FOLLOW_COUNTRY = {
    "hx-post": "",
    "hx-vals": json.dumps({"change-country": "1"}),
    "hx-target": "#address-form",
    "hx-select": "#address-form",
    "hx-swap": "outerHTML",
}
"""Where scripts run, another country draws the form anew by itself; else a button does."""


class AddressForm(AddressFormMixin):
    """An address and its label; names of fields follow the country."""

    label = forms.CharField(
        label=_("Label"), max_length=50, required=False, help_text=_('For yourself, such as "home" or "office".')
    )

    field_order = ("label", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget.attrs.update(FOLLOW_COUNTRY)

    @property
    def wish(self) -> dict[str, Any]:
        """What the services take: the address as a whole, and its label."""
        return {"postal": self.address, "label": self.cleaned_data["label"]}

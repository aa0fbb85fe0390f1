"""The form of an address."""

from __future__ import annotations

from typing import Any

from django import forms

from shop_core.contracts import PostalAddress

from ..models import Address
from ..models.addresses import POSTAL_FIELDS


class AddressForm(forms.ModelForm):
    class Meta:
        model = Address
        fields = ("label", *POSTAL_FIELDS)

    @property
    def wish(self) -> dict[str, Any]:
        """What the services take: the address as a whole, and its label."""
        postal = PostalAddress(**{field: self.cleaned_data[field] for field in POSTAL_FIELDS})
        return {"postal": postal, "label": self.cleaned_data["label"]}

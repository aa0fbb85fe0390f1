"""The fields of an address for any form; the server judges them by country, without JavaScript."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..contracts import PostalAddress
from .countries import country_choices
from .validation import AddressError, clean_address, field_labels

ADDRESS_FIELDS = ("name", "company", "line1", "line2", "city", "region", "postal_code", "country", "phone")


def _choices() -> list[tuple[str, str]]:
    return [("", ""), *country_choices()]


class AddressFormMixin(forms.Form):
    """Fields of a `PostalAddress`; after validation ``address`` holds the clean value.

    :raises AddressError: never; its messages become errors of the form's fields.
    """

    address: PostalAddress | None = None

    name = forms.CharField(label=_("Name"), max_length=120)
    company = forms.CharField(label=_("Company"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=_choices)
    line1 = forms.CharField(label=_("Street and number"), max_length=160, required=False)
    line2 = forms.CharField(label=_("Apartment, floor"), max_length=160, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    region = forms.CharField(label=_("State, province or region"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self["country"].value()
        if country in dict(country_choices()):
            for name, label in field_labels(country).items():
                self.fields[name].label = str(label)
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "country" not in cleaned:
            return cleaned
        try:
            self.address = clean_address(PostalAddress(**{name: cleaned.get(name, "") for name in ADDRESS_FIELDS}))
        except AddressError as error:
            for name, messages in error.errors.items():
                if name not in self.errors:
                    self.add_error(name, list(messages))
            return cleaned
        return cleaned | {name: getattr(self.address, name) for name in ADDRESS_FIELDS}


AUTOCOMPLETE = {
    "name": "name",
    "company": "organization",
    "country": "country",
    "line1": "address-line1",
    "line2": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "phone": "tel",
}

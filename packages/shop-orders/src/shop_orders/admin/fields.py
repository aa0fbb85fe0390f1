"""Form fields of the back office: amounts as people write them, lists of codes and references."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop_core.addresses.countries import country_codes
from shop_core.currencies import CURRENCIES
from shop_core.money import Money


class AmountField(forms.DecimalField):
    """An amount as people write it."""

    widget = AdminTextInputWidget


class ListField(forms.CharField):
    """Words with commas between them, kept as a list."""

    widget = AdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return list(dict.fromkeys(word for word in re.split(r"[\s,;]+", text) if word))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CountriesField(ListField):
    """Codes of countries."""

    def clean(self, value: Any) -> Any:
        codes = [code.upper() for code in super().clean(value)]
        if unknown := [code for code in codes if code not in country_codes()]:
            raise ValidationError(_("No code of a country: %(codes)s."), params={"codes": ", ".join(unknown)})
        return codes


class WholeRowForm(forms.ModelForm):
    """A form that asks all constraints of the database, also those about columns that it does not show."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)


class AmountsForm(forms.ModelForm):
    """A form in which amounts are decimals of the row's currency; the columns hold minor units."""

    amounts: ClassVar[Mapping[str, str]] = {}
    """Fields of the form, and their columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, column in self.amounts.items():
            minor = getattr(self.instance, column)
            if minor is not None:
                self.initial[name] = Money(minor, self.instance.currency).amount

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if currency and currency not in CURRENCIES:
            raise ValidationError(_("No code of a currency, such as EUR."))
        return currency

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {name: cleaned[name] for name in self.amounts if cleaned.get(name) is not None}
        if given and "currency" in cleaned and not cleaned["currency"]:
            self.add_error("currency", _("Amounts need a currency."))
        for name, column in self.amounts.items():
            minor = None
            if name in given and cleaned.get("currency"):
                minor = self._minor(name, given[name], cleaned["currency"])
            if minor is not None or name not in self.errors:
                setattr(self.instance, column, minor)
        return cleaned

    def _minor(self, name: str, amount: Any, currency: str) -> int | None:
        try:
            return Money.of(amount, currency).minor
        except ValueError:
            self.add_error(name, _("Too many decimals for %(currency)s.") % {"currency": currency})
            return None

"""Form fields that the apps share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .currencies import exponent
from .money import Money, shop_currency


class MoneyField(forms.DecimalField):
    """A decimal input that cleans to `Money` of one currency.

    :param currency: the ISO 4217 code; the shop's where it is left out.
    """

    def __init__(self, *, currency: str | None = None, **kwargs: Any) -> None:
        self.currency = currency or shop_currency()
        kwargs.setdefault("max_digits", 15)
        super().__init__(decimal_places=exponent(self.currency), **kwargs)

    def clean(self, value: Any) -> Money | None:
        amount: Decimal | None = super().clean(value)
        if amount is None:
            return None
        try:
            return Money.of(amount, self.currency)
        except ValueError:
            raise ValidationError(_("Write an amount in %(currency)s."), params={"currency": self.currency}) from None

    def prepare_value(self, value: Any) -> Any:
        return value.amount if isinstance(value, Money) else value


class YesNoField(forms.Field):
    """Takes ``true``, ``1`` or ``on``, and ``false``, ``0`` or ``off``; cleans to None where nothing is said."""

    widget = forms.TextInput
    WORDS: ClassVar[dict[str, bool]] = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        try:
            return self.WORDS[str(value).lower()]
        except KeyError:
            raise ValidationError(_("Write true or false.")) from None

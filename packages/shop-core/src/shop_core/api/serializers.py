"""Serializer fields that the apps share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ..money import Money, shop_currency


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "format": "decimal", "example": "12.50"},
            "currency": {"type": "string", "example": "EUR"},
        },
        "required": ["amount", "currency"],
    }
)
class MoneyField(serializers.Field[Money, Any, dict[str, str], Any]):
    """`Money` as ``{"amount": "12.50", "currency": "EUR"}``; a bare decimal string is taken as the shop's currency."""

    default_error_messages = {
        "invalid": _('Write an amount like {{"amount": "12.50", "currency": "EUR"}}.'),
        "negative": _("The amount must not be negative."),
        "too_large": _("The amount is too large."),
    }

    def to_internal_value(self, data: Any) -> Money:
        given = data if isinstance(data, Mapping) else {"amount": data, "currency": shop_currency()}
        amount, currency = given.get("amount"), given.get("currency", shop_currency())
        if isinstance(amount, bool) or not isinstance(amount, str | int) or not isinstance(currency, str):
            self.fail("invalid")
        try:
            money = Money.of(amount, currency)
        except ValueError:
            self.fail("invalid")
        if money.minor < 0:
            self.fail("negative")
        if money.minor > 2**53:
            self.fail("too_large")
        return money

    def to_representation(self, value: Money) -> dict[str, str]:
        return {"amount": f"{value.amount:f}", "currency": value.currency}


class KeyField(serializers.PrimaryKeyRelatedField[Any]):
    """A row by its integer key; unlike its base it takes no fraction for a key, and infinity is no server error."""

    default_error_messages = {
        "does_not_exist": _("There is nothing with the id {pk_value}."),
        "incorrect_type": _("Write an id, a whole number."),
    }

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, float):
            self.fail("incorrect_type", data_type="float")
        return super().to_internal_value(data)

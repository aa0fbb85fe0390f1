"""Postal addresses as JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from ..addresses import AddressError, clean_address
from ..addresses.rules import LIMITS
from ..contracts import PostalAddress


def _optional(name: str) -> serializers.CharField:
    return serializers.CharField(max_length=LIMITS[name], required=False, allow_blank=True, default="")


@extend_schema_serializer(component_name="PostalAddress")
class AddressSerializer(serializers.Serializer[PostalAddress]):
    """A postal address, judged by the rules of its country; ``validated_data`` is a `PostalAddress`."""

    name = serializers.CharField(max_length=LIMITS["name"])
    company = _optional("company")
    line1 = _optional("line1")
    line2 = _optional("line2")
    city = _optional("city")
    region = _optional("region")
    postal_code = _optional("postal_code")
    country = serializers.CharField(max_length=LIMITS["country"], help_text="ISO 3166-1 alpha-2, or XK.")
    phone = _optional("phone")

    def validate(self, attrs: dict[str, Any]) -> Any:
        try:
            return clean_address(PostalAddress(**attrs))
        except AddressError as error:
            raise serializers.ValidationError(error.errors) from None

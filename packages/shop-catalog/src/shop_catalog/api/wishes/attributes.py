"""What attributes are asked to be."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from ...models import Attribute
from ...models.attributes import code_validator, color_validator

HAVE_CHOICES = (Attribute.Kind.CHOICE, Attribute.Kind.COLOR)


class ChoiceWishSerializer(serializers.Serializer):
    """One of the values of an attribute with choices."""

    id = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Of a choice that is there already."
    )
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    color = serializers.CharField(required=False, allow_blank=True, max_length=7, validators=[color_validator])


class AttributeChangesSerializer(serializers.Serializer):
    """What is said of an attribute."""

    name = serializers.CharField(max_length=80)
    unit = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text="Of a number, such as cm; all attributes of one code have the same.",
    )
    is_filter = serializers.BooleanField(required=False, help_text="Whether lists can be narrowed by it.")
    position = serializers.IntegerField(required=False, min_value=0, max_value=10_000)
    choices = serializers.ListField(
        child=ChoiceWishSerializer(),
        required=False,
        max_length=200,
        help_text="All of them, in order: a choice that is left out goes.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attribute: Attribute | None = self.context.get("attribute")
        kind = attribute.kind if attribute else attrs["kind"]
        errors = {}
        if attrs.get("unit") and kind != Attribute.Kind.NUMBER:
            errors["unit"] = [_("Only a number has a unit.")]
        if attrs.get("choices") and kind not in HAVE_CHOICES:
            errors["choices"] = [_("Only attributes of the kinds choice and color have choices.")]
        labels = [choice["label"].casefold() for choice in attrs.get("choices", ())]
        if len(set(labels)) < len(labels):
            errors["choices"] = [_("Two choices cannot have the same label.")]
        if errors:
            raise serializers.ValidationError(errors)
        return attrs


class NewAttributeSerializer(AttributeChangesSerializer):
    """A new attribute of a category, and of all below it."""

    code = serializers.CharField(
        max_length=40, validators=[code_validator], help_text="Its name in addresses, the API and imports."
    )
    kind = serializers.ChoiceField(choices=Attribute.Kind.choices)

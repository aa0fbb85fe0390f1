"""Attributes as JSON."""

from rest_framework import serializers

from ...models import Attribute, AttributeChoice


class ChoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = AttributeChoice
        fields = ("id", "label", "color")


class AttributeSerializer(serializers.ModelSerializer):
    """What the products of a category, and of all below it, have in common."""

    choices = ChoiceSerializer(many=True, read_only=True)

    class Meta:
        model = Attribute
        fields = ("id", "category", "code", "name", "kind", "unit", "is_filter", "position", "choices")

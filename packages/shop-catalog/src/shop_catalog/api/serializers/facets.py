"""Facets as JSON: what `Facets.as_json` writes, told for the schema."""

from rest_framework import serializers

from ...models import Attribute


class FacetValueSerializer(serializers.Serializer):
    """A value that a list can be narrowed to."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="How many products it would leave.")
    color = serializers.CharField(required=False)


class RatingFacetSerializer(serializers.Serializer):
    """How many products have so many stars or more."""

    value = serializers.IntegerField()
    count = serializers.IntegerField()


class PriceFacetSerializer(serializers.Serializer):
    """The lowest and the highest price."""

    min = serializers.CharField()
    max = serializers.CharField()
    currency = serializers.CharField()


class AttributeFacetSerializer(serializers.Serializer):
    """An attribute with its values, or of a number its bounds."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Attribute.Kind.choices)
    unit = serializers.CharField()
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    values = FacetValueSerializer(many=True)


class FacetsSerializer(serializers.Serializer):
    """How many products each further filter would leave."""

    count = serializers.IntegerField()
    categories = FacetValueSerializer(many=True)
    price = PriceFacetSerializer(allow_null=True)
    in_stock = serializers.IntegerField()
    min_rating = RatingFacetSerializer(many=True)
    stores = FacetValueSerializer(many=True)
    attributes = AttributeFacetSerializer(many=True)

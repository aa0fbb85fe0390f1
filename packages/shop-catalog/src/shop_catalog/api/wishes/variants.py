"""What makes of products are asked to be."""

from typing import Any

from rest_framework import serializers

from .fields import OptionsField, PriceField, StockField, StoreField, VisibleProductField


class VariantChangesSerializer(serializers.Serializer):
    """What is said of a variant. Prices and stock belong to its offers: change them at ``store-items``."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    options = OptionsField(required=False)
    sku = serializers.CharField(required=False, allow_blank=True, max_length=64)
    weight_grams = serializers.IntegerField(required=False, min_value=0, max_value=10_000_000)
    position = serializers.IntegerField(required=False, min_value=0, max_value=10_000, help_text="The least first.")


class NewVariantSerializer(VariantChangesSerializer):
    """A further make of a product, and its first offer."""

    product = VisibleProductField()
    price = PriceField()
    stock = StockField(required=False)
    store = StoreField(
        required=False, help_text="The id of the store that offers it; left out: the shop's own, or a seller's first."
    )
    position: Any = None

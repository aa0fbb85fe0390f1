"""What stores offer, as JSON."""

from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from ...models import Offer
from .stores import StoreRefSerializer


class OfferSerializer(serializers.ModelSerializer):
    """What a cart can take, named by its ``product_ref``."""

    product_ref = serializers.CharField(source="ref", read_only=True)
    price = MoneyField(read_only=True)
    available = serializers.IntegerField(source="units_left", read_only=True)
    store = StoreRefSerializer(read_only=True)

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ("product_ref", "price", "available", "store")


class StoreItemSerializer(OfferSerializer):
    """An offer seen from its store, with what it offers."""

    product = serializers.IntegerField(source="variant.product_id", read_only=True)
    name = serializers.CharField(source="variant.product.name", read_only=True)
    variant = serializers.IntegerField(source="variant_id", read_only=True)
    sku = serializers.CharField(source="variant.sku", read_only=True)
    options = serializers.DictField(source="variant.options", child=serializers.CharField(), read_only=True)

    class Meta(OfferSerializer.Meta):
        fields = ("product_ref", "product", "name", "variant", "sku", "options", "price", "available", "store")

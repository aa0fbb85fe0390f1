"""What stores offer, as JSON."""

from typing import Any

from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from ...models import Offer, StockMovement
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
    """An offer seen from its store, with what it offers; what is on the shelf is null for everybody but its seller and the staff."""

    product = serializers.IntegerField(source="variant.product_id", read_only=True)
    name = serializers.CharField(source="variant.product.name", read_only=True)
    variant = serializers.IntegerField(source="variant_id", read_only=True)
    sku = serializers.CharField(source="variant.sku", read_only=True)
    options = serializers.DictField(source="variant.options", child=serializers.CharField(), read_only=True)

    on_hand = serializers.IntegerField(read_only=True, allow_null=True, help_text="Units on the shelf.")
    reserved = serializers.IntegerField(read_only=True, allow_null=True, help_text="Units held for orders.")

    class Meta(OfferSerializer.Meta):
        for_sellers = ("on_hand", "reserved", "low_stock_threshold")
        fields = (
            "product_ref",
            "product",
            "name",
            "variant",
            "sku",
            "options",
            "price",
            "available",
            "store",
            "is_active",
            *for_sellers,
        )
        read_only_fields = ("is_active", "low_stock_threshold")

    def to_representation(self, offer: Any) -> dict[str, Any]:
        shown = super().to_representation(offer)
        return shown if offer.is_own else shown | dict.fromkeys(self.Meta.for_sellers)


class MovementSerializer(serializers.ModelSerializer):
    """A line of the ledger of an offer."""

    kind = serializers.CharField(read_only=True, help_text=", ".join(StockMovement.Kind.values))

    class Meta:
        model = StockMovement
        fields = ("id", "kind", "quantity", "reference", "created_at")

"""What stores want to offer."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from .fields import MAX_STOCK, PriceField, StockField, StoreField, VisibleProductField, VisibleVariantField


class OfferChangesSerializer(serializers.Serializer):
    """What a store says of its offer."""

    price = PriceField()
    stock = StockField(required=False, help_text="As counted on the shelf; the difference is booked.")
    is_active = serializers.BooleanField(required=False)
    low_stock_threshold = StockField(
        required=False, allow_null=True, help_text="Fewer units than this are told as a low stock; null: the shop's."
    )


class ReceiptSerializer(serializers.Serializer):
    """Units that arrived."""

    quantity = serializers.IntegerField(min_value=1, max_value=MAX_STOCK)
    reference = serializers.CharField(max_length=50, help_text="Tells this delivery from every other: a delivery note.")


class NewOfferSerializer(serializers.Serializer):
    """What a store begins to offer: a variant, or a product that has only one."""

    product = VisibleProductField(required=False)
    variant = VisibleVariantField(required=False)
    store = StoreField(required=False, help_text="The id; left out: the shop's own, or a seller's first.")
    price = PriceField()
    stock = StockField(required=False)
    low_stock_threshold = StockField(
        required=False, allow_null=True, help_text="Fewer units than this are told as a low stock; null: the shop's."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Find the one variant of a product."""
        product = attrs.pop("product", None)
        if "variant" in attrs:
            return attrs
        variants = list(product.variants.all()[:2]) if product else []
        if len(variants) != 1:
            message = (
                _("This product has not just one variant; name it.") if product else _("Name a variant or a product.")
            )
            raise serializers.ValidationError({"variant": [message]})
        return attrs | {"variant": variants[0]}

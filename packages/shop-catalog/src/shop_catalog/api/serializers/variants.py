"""The makes of products, as JSON."""

from rest_framework import serializers

from ...models import Offer, Variant
from .offers import OfferSerializer


class VariantSerializer(serializers.ModelSerializer):
    product_ref = serializers.SerializerMethodField(help_text="The best offer of this variant; null: nobody offers it.")
    options = serializers.DictField(child=serializers.CharField(), read_only=True)
    offers = OfferSerializer(many=True, read_only=True)

    class Meta:
        model = Variant
        fields = ("id", "product", "name", "sku", "options", "weight_grams", "product_ref", "offers")

    def get_product_ref(self, variant: Variant) -> str | None:
        best = min(variant.offers.all(), key=Offer.rank, default=None)
        return best.ref if best else None

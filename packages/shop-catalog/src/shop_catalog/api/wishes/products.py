"""What products are asked to be."""

from rest_framework import serializers

from shop_core.api.serializers import KeyField

from ...models import Category
from .fields import AttributesField, OptionsField, PriceField, StockField, StoreField


class ProductChangesSerializer(serializers.Serializer):
    """What is said of a product. Prices and stock belong to its offers: change them at ``store-items``."""

    name = serializers.CharField(max_length=200)
    category = KeyField(queryset=Category.objects.live(), help_text="The id of the category.")
    description = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    tax_class = serializers.CharField(required=False, allow_blank=True, max_length=40)
    attributes = AttributesField(
        required=False, help_text="By code; those that are not named stay, null takes one away."
    )
    is_featured = serializers.BooleanField(required=False, help_text="For the staff to say.")


class NewProductSerializer(ProductChangesSerializer):
    """A name, a price and a category are enough."""

    price = PriceField()
    stock = StockField(required=False)
    sku = serializers.CharField(required=False, allow_blank=True, max_length=64)
    options = OptionsField(required=False)
    weight_grams = serializers.IntegerField(required=False, min_value=0, max_value=10_000_000)
    store = StoreField(
        required=False, help_text="The id of the store that offers it; left out: the shop's own, or a seller's first."
    )

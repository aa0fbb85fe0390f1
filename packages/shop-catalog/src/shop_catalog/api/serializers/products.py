"""Products as JSON."""

from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from ...models import Product
from .categories import CategoryRefSerializer
from .images import ImageSerializer
from .variants import VariantSerializer


class ProductCardSerializer(serializers.ModelSerializer):
    """A product in a list."""

    category = CategoryRefSerializer(read_only=True)
    price = MoneyField(read_only=True, allow_null=True, help_text="The lowest; null: nobody offers it.")
    product_ref = serializers.SerializerMethodField(help_text="The best offer, for a cart; null: nobody offers it.")
    in_stock = serializers.SerializerMethodField()
    image = ImageSerializer(source="cover", read_only=True, allow_null=True)
    rating = serializers.FloatField(read_only=True, allow_null=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Product
        fields: tuple[str, ...] = (
            "id",
            "name",
            "slug",
            "category",
            "price",
            "product_ref",
            "in_stock",
            "rating",
            "rating_count",
            "is_featured",
            "image",
            "url",
            "created_at",
        )

    def get_product_ref(self, product: Product) -> str | None:
        return product.best_offer.ref if product.best_offer else None

    def get_in_stock(self, product: Product) -> bool:
        return product.best_offer is not None and product.best_offer.is_in_stock


class ProductSerializer(ProductCardSerializer):
    """A product whole."""

    variants = VariantSerializer(many=True, read_only=True)
    images = ImageSerializer(many=True, read_only=True)
    rating_histogram = serializers.DictField(
        child=serializers.IntegerField(min_value=0), read_only=True, help_text="Reviews by stars, from 5 down to 1."
    )

    class Meta(ProductCardSerializer.Meta):
        fields = (*ProductCardSerializer.Meta.fields, "description", "variants", "images", "rating_histogram")

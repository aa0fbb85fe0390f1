"""Products as JSON: what `services.documents` writes, told for the schema."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from .categories import CategoryRefSerializer
from .facets import FacetsSerializer
from .images import ImageSerializer
from .stores import StoreRefSerializer
from .variants import VariantSerializer


class ProductCardSerializer(serializers.Serializer):
    """A product in a list."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    category = CategoryRefSerializer()
    price = MoneyField(allow_null=True, help_text="The lowest; null: nobody offers it.")
    has_price_range = serializers.BooleanField(help_text="Whether the lowest price is not the only one.")
    product_ref = serializers.CharField(
        allow_null=True, help_text="The best offer, for a cart; null: nobody offers it."
    )
    store = StoreRefSerializer(allow_null=True, help_text="Whose offer that is.")
    in_stock = serializers.BooleanField()
    rating = serializers.FloatField(allow_null=True)
    rating_count = serializers.IntegerField()
    is_featured = serializers.BooleanField()
    image = ImageSerializer(allow_null=True)
    url = serializers.CharField(help_text="Its page; empty where the project shows none.")
    created_at = serializers.DateTimeField()


@extend_schema_serializer(many=False)
class ProductPageSerializer(serializers.Serializer):
    """A page of products."""

    count = serializers.IntegerField()
    count_is_exact = serializers.BooleanField(help_text="Whether there are just `count` products; else there are more.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    corrected = serializers.CharField(
        required=False, help_text="What was searched for in place of a search that finds nothing."
    )
    is_partial = serializers.BooleanField(
        required=False, help_text="Beside `corrected`: whether these have only some of its words, the best first."
    )
    facets = FacetsSerializer(required=False)
    results = ProductCardSerializer(many=True)


class AttributeRefSerializer(serializers.Serializer):
    """What an attribute is for a product."""

    code = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.CharField()
    color = serializers.CharField(help_text="The hexadecimal code of a color, else empty.")


class ProductSerializer(ProductCardSerializer):
    """A product whole."""

    description = serializers.CharField()
    attributes = AttributeRefSerializer(many=True)
    variants = VariantSerializer(many=True)
    images = ImageSerializer(many=True)
    rating_histogram = serializers.DictField(
        child=serializers.IntegerField(min_value=0), help_text="Reviews by stars, from 5 down to 1."
    )

"""The plain way: Django REST framework as its tutorial has it, with model serializers, prefetches and exact counts."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import path
from django_filters import rest_framework as filters
from rest_framework import generics, pagination, serializers
from rest_framework.filters import SearchFilter

from shop_catalog.models import AttributeValue, Category, Offer, Product, ProductImage, Store, Variant


class MoneyField(serializers.Field):
    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, row: Product | Offer) -> dict[str, str]:
        return {"amount": f"{row.price.amount:f}", "currency": row.price.currency}


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ("id", "name", "url_path")


class StoreSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    seller = serializers.CharField(source="seller_name")

    class Meta:
        model = Store
        fields = ("id", "name", "seller")


class ImageSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField()
    thumbnail = serializers.SerializerMethodField()
    srcset = serializers.SerializerMethodField()

    class Meta:
        model = ProductImage
        fields = ("id", "url", "thumbnail", "srcset", "width", "height", "alt")

    def get_url(self, image: ProductImage) -> str:
        return self.context["request"].build_absolute_uri(image.page_url)

    def get_thumbnail(self, image: ProductImage) -> str:
        return self.context["request"].build_absolute_uri(image.card_url)

    def get_srcset(self, image: ProductImage) -> str:
        sizes = [each.split(" ") for each in image.srcset.split(", ")]
        return ", ".join(f"{self.context['request'].build_absolute_uri(url)} {width}" for url, width in sizes)


class OfferSerializer(serializers.ModelSerializer):
    product_ref = serializers.CharField(source="ref")
    price = MoneyField()
    store = StoreSerializer()
    available = serializers.IntegerField(source="units_left")

    class Meta:
        model = Offer
        fields = ("product_ref", "price", "store", "available")


class VariantSerializer(serializers.ModelSerializer):
    product_ref = serializers.SerializerMethodField()
    offers = OfferSerializer(many=True)

    class Meta:
        model = Variant
        fields = ("id", "product", "name", "sku", "options", "weight_grams", "product_ref", "offers")

    def get_product_ref(self, variant: Variant) -> str | None:
        best = min(variant.offers.all(), key=Offer.rank, default=None)
        return best.ref if best else None


class CardSerializer(serializers.ModelSerializer):
    category = CategorySerializer()
    price = MoneyField()
    product_ref = serializers.CharField(source="best_offer.ref", default=None)
    store = StoreSerializer(source="best_offer.store", default=None)
    rating = serializers.FloatField()
    image = ImageSerializer(source="cover")
    url = serializers.CharField(source="get_absolute_url")
    in_stock = serializers.BooleanField(source="best_offer.is_in_stock", default=False)

    class Meta:
        model = Product
        fields: tuple[str, ...] = (
            *("id", "name", "slug", "category", "price", "has_price_range", "product_ref", "store"),
            *("rating", "rating_count", "is_featured", "image", "url", "created_at", "in_stock"),
        )


class AttributeSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="attribute.code")
    name = serializers.CharField(source="attribute.name")
    unit = serializers.CharField(source="attribute.unit")
    value = serializers.CharField(source="term")
    color = serializers.CharField(source="choice.color", default="")

    class Meta:
        model = AttributeValue
        fields = ("code", "name", "unit", "value", "color")


class DetailSerializer(CardSerializer):
    attributes = AttributeSerializer(source="attribute_values", many=True)
    variants = VariantSerializer(many=True)
    images = ImageSerializer(many=True)
    rating_histogram = serializers.DictField(child=serializers.IntegerField())

    class Meta(CardSerializer.Meta):
        fields = (*CardSerializer.Meta.fields, "description", "attributes", "variants", "images", "rating_histogram")


def _cards() -> QuerySet[Any]:
    offers = Offer.objects.on_sale().with_available().select_related("store__seller").order_by("price_amount")
    return (
        Product.objects.on_sale()
        .select_related("category")
        .prefetch_related(
            Prefetch("variants", Variant.objects.order_by("position")), Prefetch("variants__offers", offers), "images"
        )
        .order_by("-created_at", "-pk")
    )


class Narrowing(filters.FilterSet):
    color = filters.CharFilter("attribute_values__choice__label")
    max_price = filters.NumberFilter("price_amount", "lte")

    class Meta:
        model = Product
        fields: tuple[str, ...] = ()


class ListView(generics.ListAPIView):
    queryset = _cards()
    serializer_class = CardSerializer
    pagination_class = type("Pagination", (pagination.PageNumberPagination,), {"page_size": 20})
    filter_backends = (filters.DjangoFilterBackend, SearchFilter)
    filterset_class = Narrowing
    search_fields = ("name", "description")


class DetailView(generics.RetrieveAPIView):
    queryset = _cards().prefetch_related("attribute_values__attribute", "attribute_values__choice")
    serializer_class = DetailSerializer


urlpatterns = [path("products/", ListView.as_view()), path("products/<int:pk>/", DetailView.as_view())]

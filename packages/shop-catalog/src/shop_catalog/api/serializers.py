"""The catalog as JSON."""

from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from ..models import Category, Offer, Product, ProductImage, Review, Seller, Store, Variant


class CategorySerializer(serializers.ModelSerializer):
    parent_path = serializers.SerializerMethodField(help_text="The address of the parent; empty at the top.")
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Category
        fields = ("id", "name", "slug", "url_path", "parent_path", "depth", "description", "image", "url")

    def get_parent_path(self, category: Category) -> str:
        return category.url_path.rpartition("/")[0]


class CategoryRefSerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ("id", "name", "url_path")


class SellerSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Seller
        fields = ("id", "name", "country", "about")


class StoreSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    seller = SellerSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Store
        fields = ("id", "name", "slug", "description", "seller")


class StoreRefSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    seller = serializers.CharField(source="seller_name", read_only=True)

    class Meta:
        model = Store
        fields = ("id", "name", "seller")


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


class ImageSerializer(serializers.ModelSerializer):
    url = serializers.CharField(source="page_url", read_only=True)
    thumbnail = serializers.CharField(source="card_url", read_only=True)

    class Meta:
        model = ProductImage
        fields = ("url", "thumbnail", "srcset", "width", "height", "alt")


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

    class Meta(ProductCardSerializer.Meta):
        fields = (*ProductCardSerializer.Meta.fields, "description", "variants", "images")


class NewProductSerializer(serializers.Serializer):
    """What makes a product: a name, a price and a category are enough."""

    name = serializers.CharField(max_length=200)
    price = MoneyField()
    category = serializers.PrimaryKeyRelatedField(queryset=Category.objects.live())
    description = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    stock = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    sku = serializers.CharField(required=False, max_length=64)
    weight_grams = serializers.IntegerField(required=False, min_value=0, max_value=10_000_000)
    is_featured = serializers.BooleanField(required=False)

    def validate_sku(self, sku: str) -> str:
        if Variant.objects.filter(sku=sku).exists():
            raise serializers.ValidationError("This SKU is in use.", code="unique")
        return sku


class ReviewSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="author_name", required=False, allow_blank=True, max_length=120)
    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(required=False, allow_blank=True, max_length=5000)

    class Meta:
        model = Review
        fields = ("id", "product", "rating", "text", "name", "created_at")
        read_only_fields = ("created_at",)

"""The catalog's endpoints."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, status, viewsets
from rest_framework.filters import SearchFilter
from rest_framework.request import Request
from rest_framework.response import Response

from shop_core.api import ShopAPIMixin, ShopPagination

from ..filters import ProductFilter
from ..models import Category, Offer, Product, Review, Seller, Store, Variant
from ..services.products import create_product
from ..services.reviews import publish_review
from . import serializers


class CatalogViewSet(ShopAPIMixin, viewsets.ReadOnlyModelViewSet):
    """Everybody reads, a page at a time."""

    permission_classes: tuple[Any, ...] = (permissions.AllowAny,)
    pagination_class = ShopPagination
    lookup_value_converter = "int"
    filter_backends: tuple[Any, ...] = (filters.DjangoFilterBackend, SearchFilter)


class CategoryFilter(filters.FilterSet):  # type: ignore[misc]
    parent = filters.ModelChoiceFilter(
        queryset=Category.objects.live(), method="filter_parent", label="The children of this category only."
    )

    class Meta:
        model = Category
        fields = ("depth",)

    def filter_parent(self, categories: Any, name: str, value: Category) -> Any:
        return categories.children_of(value)


class CategoryViewSet(CatalogViewSet):
    """The tree of categories, parents before their children."""

    queryset = Category.objects.live()
    serializer_class = serializers.CategorySerializer
    filterset_class = CategoryFilter
    search_fields = ("name", "description")


class ProductViewSet(CatalogViewSet):
    """Products on sale; people with the right to add products make new ones."""

    queryset = Product.objects.on_sale().for_cards()
    permission_classes = (permissions.DjangoModelPermissionsOrAnonReadOnly,)
    filter_backends = (filters.DjangoFilterBackend,)
    filterset_class = ProductFilter

    def get_serializer_class(self) -> Any:
        return serializers.ProductCardSerializer if self.action == "list" else serializers.ProductSerializer

    @extend_schema(request=serializers.NewProductSerializer, responses={201: serializers.ProductSerializer})
    def create(self, request: Request) -> Response:
        """Make a product with one variant and an offer of the shop itself."""
        wish = serializers.NewProductSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        made = create_product(**wish.validated_data, creator=request.user)  # type: ignore[arg-type]
        answer = self.get_serializer(self.get_queryset().get(pk=made.pk))
        return Response(answer.data, status=status.HTTP_201_CREATED)


class VariantViewSet(CatalogViewSet):
    """The makes of products, with the offers of each."""

    serializer_class = serializers.VariantSerializer
    filterset_fields = ("product", "sku")
    search_fields = ("name", "sku", "product__name")

    def get_queryset(self) -> QuerySet[Any]:
        offers = Offer.objects.on_sale().with_available().select_related("store__seller")
        variants: QuerySet[Any] = Variant.objects.filter(product__in=Product.objects.on_sale())
        return variants.prefetch_related(Prefetch("offers", offers)).order_by("product", "position", "pk")


class StoreItemViewSet(CatalogViewSet):
    """What stores offer."""

    serializer_class = serializers.StoreItemSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    search_fields = ("variant__product__name", "variant__sku")

    class ItemFilter(filters.FilterSet):  # type: ignore[misc]
        store = filters.UUIDFilter(field_name="store__public_id")
        product = filters.NumberFilter(field_name="variant__product")

        class Meta:
            model = Offer
            fields = ("variant",)

    filterset_class = ItemFilter

    def get_queryset(self) -> QuerySet[Any]:
        offers: QuerySet[Any] = Offer.objects.on_sale().with_available()
        return offers.select_related("variant__product", "store__seller").order_by("pk")


class StoreViewSet(CatalogViewSet):
    """The stores that sell here."""

    queryset = Store.objects.open().select_related("seller").order_by("name", "pk")
    serializer_class = serializers.StoreSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    search_fields = ("name", "description")


class SellerViewSet(CatalogViewSet):
    """The people and companies that sell here."""

    queryset = Seller.objects.approved().order_by("name", "pk")
    serializer_class = serializers.SellerSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    filterset_fields = ("country",)
    search_fields = ("name", "about")


class ReviewViewSet(mixins.CreateModelMixin, CatalogViewSet):
    """What buyers say; a buyer writes one for each product."""

    queryset = Review.objects.order_by("-created_at", "-pk")
    permission_classes = (permissions.IsAuthenticatedOrReadOnly,)
    serializer_class = serializers.ReviewSerializer
    filterset_fields = ("product", "rating")
    search_fields = ("text",)

    def perform_create(self, serializer: Any) -> None:
        given = dict(serializer.validated_data)
        name = given.pop("author_name", "")
        serializer.instance = publish_review(author=self.request.user, name=name, **given)  # type: ignore[arg-type]

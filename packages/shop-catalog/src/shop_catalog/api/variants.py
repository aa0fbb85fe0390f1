"""The endpoints of variants."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from ..models import Offer, Product, Variant
from .base import CatalogViewSet
from .serializers.variants import VariantSerializer


class VariantViewSet(CatalogViewSet):
    """The makes of products, with the offers of each."""

    serializer_class = VariantSerializer
    filterset_fields = ("product", "sku")
    search_fields = ("name", "sku", "product__name")

    def get_queryset(self) -> QuerySet[Any]:
        offers = Offer.objects.on_sale().with_available().select_related("store__seller")
        variants: QuerySet[Any] = Variant.objects.filter(product__in=Product.objects.on_sale())
        return variants.prefetch_related(Prefetch("offers", offers)).order_by("product", "position", "pk")

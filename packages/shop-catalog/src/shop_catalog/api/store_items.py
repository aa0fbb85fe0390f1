"""The endpoints of what stores offer."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters  # type: ignore[import-untyped]

from ..models import Offer
from .base import CatalogViewSet
from .serializers.offers import StoreItemSerializer


class StoreItemViewSet(CatalogViewSet):
    """What stores offer."""

    serializer_class = StoreItemSerializer
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

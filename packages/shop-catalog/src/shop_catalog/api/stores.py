"""The endpoints of sellers and stores."""

from ..models import Seller, Store
from .base import CatalogViewSet
from .serializers.stores import SellerSerializer, StoreSerializer


class StoreViewSet(CatalogViewSet):
    """The stores that sell here."""

    queryset = Store.objects.open().select_related("seller").order_by("name", "pk")
    serializer_class = StoreSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    search_fields = ("name", "description")


class SellerViewSet(CatalogViewSet):
    """The people and companies that sell here."""

    queryset = Seller.objects.approved().order_by("name", "pk")
    serializer_class = SellerSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    filterset_fields = ("country",)
    search_fields = ("name", "about")

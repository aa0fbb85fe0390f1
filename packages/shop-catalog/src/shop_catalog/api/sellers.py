"""The endpoints of sellers."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import Seller
from ..services.sellers import register_seller, restore_seller, update_seller
from ..services.visibility import visible_sellers
from .history import RecordViewSet
from .permissions import SellerRights
from .serializers.stores import SellerSerializer
from .wishes.stores import NewSellerSerializer, SellerChangesSerializer


class SellerViewSet(RecordViewSet):
    """The people and companies that sell here; who wants to begins here."""

    queryset = Seller.objects.approved().order_by("name", "pk")
    permission_classes = (IsAuthenticatedOrReadOnly, SellerRights)
    serializer_class = SellerSerializer
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    filterset_fields = ("country",)
    search_fields = ("name", "about")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset() if self.action == "list" else visible_sellers(self.request.user)

    def for_answers(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by("name", "pk")

    def restore_record(self, record: Seller) -> None:
        restore_seller(seller=record)

    @extend_schema(request=NewSellerSerializer, responses={201: SellerSerializer})
    def create(self, request: Request) -> Response:
        """Become a seller, with a store where one is named; while ``is_approved`` is false, the staff has yet to look."""
        seller = register_seller(user=request.user, **self.wish(NewSellerSerializer))  # type: ignore[arg-type]
        return Response(self.get_serializer(seller).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SellerChangesSerializer, responses=SellerSerializer)
    def partial_update(self, request: Request, public_id: str) -> Response:
        """Say anew who one is."""
        seller = self.get_object()
        said = {"name": seller.name, "country": seller.country, "about": seller.about}
        update_seller(seller=seller, **said | self.wish(SellerChangesSerializer))
        return Response(self.get_serializer(seller).data)

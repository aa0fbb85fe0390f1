"""The lines of orders, and their parcels, as collections of their own: of customers, of sellers, all for staff."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from shop_core.api import ShopAPIMixin, ShopPagination

from ..access import may_manage, may_move, seller_refs_of
from ..buyers import buyer_of
from ..models import CancelReason, OrderLine, OrderState, Shipment
from ..services.lines import cancel_units, move_lines, return_units
from ..services.shipments import set_tracking
from .flow import ReturnSerializer, UnitsSerializer
from .serializers import OrderItemSerializer, ShipmentSerializer, StateSerializer

ONCE = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="Makes a repetition harmless.")


@extend_schema_view(
    list=extend_schema(description="The lines of all orders that one may see; a seller's once they are paid.")
)
class OrderItemViewSet(ShopAPIMixin, ReadOnlyModelViewSet[OrderLine]):
    """The lines of orders, as a collection of their own."""

    serializer_class = OrderItemSerializer
    permission_classes = (IsAuthenticated,)
    pagination_class = ShopPagination
    filter_backends = (DjangoFilterBackend, SearchFilter, OrderingFilter)
    filterset_fields = ("product_ref", "group_ref", "seller_ref", "state")
    search_fields = ("name", "sku", "order__number")
    ordering_fields = ("id", "total_amount")
    ordering = ("-id",)
    queryset = OrderLine.objects.select_related("order").filter(order__deleted_at=None)

    def get_queryset(self) -> Any:
        user: Any = self.request.user
        lines = super().get_queryset()
        if getattr(self, "swagger_fake_view", False) or user.has_perm("shop_orders.view_order"):
            return lines
        sold = Q(seller_ref__in=seller_refs_of(self.http), order__paid_at__isnull=False)
        return lines.filter(Q(order__user=user) | sold)

    @extend_schema(request=StateSerializer, responses=OrderItemSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Move a line on: staff, and its seller."""
        line, wish = self._movable(), StateSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        state = {"state": OrderState(wish.validated_data["state"])}
        move_lines(
            order=line.order, lines=[line], by=buyer_of(self.http), reason=self._reason(), **wish.validated_data | state
        )
        return self._answer()

    @extend_schema(request=UnitsSerializer, responses=OrderItemSerializer, parameters=[ONCE])
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel units that have not left yet: staff, and its seller."""
        line, wish = self._movable(), UnitsSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        units = {line: wish.validated_data["quantity"]}
        cancel_units(order=line.order, units=units, by=buyer_of(self.http), reason=self._reason(), key=self._key(line))
        return self._answer()

    @extend_schema(
        operation_id="order_items_return", request=ReturnSerializer, responses=OrderItemSerializer, parameters=[ONCE]
    )
    @action(detail=True, methods=["post"], url_path="return")
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back units that the customer sent back: staff, and its seller."""
        line, wish = self._movable(), ReturnSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        units, restock = {line: wish.validated_data["quantity"]}, wish.validated_data["restock"]
        return_units(order=line.order, units=units, by=buyer_of(self.http), restock=restock, key=self._key(line))
        return self._answer()

    @property
    def http(self) -> HttpRequest:
        return cast(HttpRequest, self.request)

    def _movable(self) -> OrderLine:
        line = self.get_object()
        if not may_move(self.http, line):
            raise PermissionDenied
        return line

    def _reason(self) -> CancelReason:
        return CancelReason.STAFF if may_manage(self.http) else CancelReason.SELLER

    def _key(self, line: OrderLine) -> str:
        """Return the key under which the deed is known; nobody meets those of other lines."""
        key = self.request.headers.get("Idempotency-Key", "")
        return hashlib.sha256(f"{line.pk}:{key}".encode()).hexdigest() if key else ""

    def _answer(self) -> Response:
        return Response(self.get_serializer(self.get_object()).data)


class ShipmentViewSet(ShopAPIMixin, mixins.RetrieveModelMixin, GenericViewSet[Shipment]):
    """Parcels: who sent them says under which number they travel."""

    serializer_class = ShipmentSerializer
    permission_classes = (IsAuthenticated,)
    queryset = Shipment.objects.select_related("order").filter(order__deleted_at=None)

    def get_queryset(self) -> Any:
        parcels = super().get_queryset().prefetch_related("lines")
        if getattr(self, "swagger_fake_view", False) or may_manage(cast(HttpRequest, self.request)):
            return parcels
        return parcels.filter(lines__seller_ref__in=seller_refs_of(cast(HttpRequest, self.request))).distinct()

    @extend_schema(request=ShipmentSerializer, responses=ShipmentSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the carrier or the tracking number: staff, and who sent all that is in the parcel."""
        parcel = self.get_object()
        if not all(may_move(cast(HttpRequest, request), line) for line in parcel.lines.all()):
            raise PermissionDenied
        wish = ShipmentSerializer(parcel, data=request.data, partial=True)
        wish.is_valid(raise_exception=True)
        known = {"carrier": parcel.carrier, "tracking_number": parcel.tracking_number}
        set_tracking(shipment=parcel, by=buyer_of(cast(HttpRequest, request)), **known | wish.validated_data)
        return Response(self.get_serializer(self.get_object()).data)

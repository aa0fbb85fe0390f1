"""The orders and the balance of sellers as JSON; all of them for staff."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db.models import Prefetch
from django.http import HttpRequest
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from shop_core.api import ShopAPIMixin, ShopPagination
from shop_core.api.serializers import MoneyField

from ..access import may_manage, seller_refs_of
from ..buyers import buyer_of
from ..models import CancelReason, OrderLine, OrderState, SellerEntry, SubOrder
from ..seller_orders import ship_to
from ..services.lines import move_lines
from ..services.states import next_line_states
from .serializers import OrderLineSerializer, StateSerializer

RowT = TypeVar("RowT", SubOrder, SellerEntry)


class SubOrderSerializer(serializers.ModelSerializer[SubOrder]):
    """The part of one seller in an order: the lines, what they are worth, and where they go while there is something to send."""

    order = serializers.CharField(source="order.number")
    lines = serializers.SerializerMethodField()
    total = MoneyField()
    taken_back = MoneyField()
    commission = MoneyField()
    payout = MoneyField()
    next_states = serializers.SerializerMethodField()
    ship_to = serializers.SerializerMethodField()
    sold_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = SubOrder
        fields = (
            "id",
            "order",
            "seller_ref",
            "seller_name",
            "state",
            "next_states",
            "lines",
            "ship_to",
            "total",
            "taken_back",
            "commission_rate",
            "commission",
            "payout",
            "sold_at",
        )

    @extend_schema_field(OrderLineSerializer(many=True))
    def get_lines(self, part: SubOrder) -> Any:
        return OrderLineSerializer(own_lines(part), many=True, context=self.context).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_next_states(self, part: SubOrder) -> list[str]:
        return [str(state) for state in OrderState if state in common_states(part)]

    @extend_schema_field(serializers.JSONField(allow_null=True))
    def get_ship_to(self, part: SubOrder) -> dict[str, str] | None:
        addresses = [ship_to(line) for line in own_lines(part)]
        return next((vars(address) for address in addresses if address), None)


class SellerEntrySerializer(serializers.ModelSerializer[SellerEntry]):
    """What a balance changed by; negative: the seller is owed less."""

    amount = MoneyField()
    order = serializers.CharField(source="sub_order.order.number", default=None, allow_null=True)
    at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = SellerEntry
        fields = ("id", "seller_ref", "kind", "amount", "order", "reference", "at")


class SellerBalanceSerializer(serializers.Serializer[Any]):
    """What a seller is owed in one currency."""

    seller_ref = serializers.CharField()
    balance = MoneyField()


class OfSellersViewSet(ShopAPIMixin, ReadOnlyModelViewSet[RowT]):
    """What sellers see of their own, and staff of all."""

    permission_classes = (IsAuthenticated,)
    pagination_class = ShopPagination
    filter_backends = (DjangoFilterBackend, SearchFilter, OrderingFilter)
    ordering = ("-id",)

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        user: Any = self.request.user
        if getattr(self, "swagger_fake_view", False) or user.has_perm("shop_orders.view_order"):
            return rows
        return rows.of_sellers(seller_refs_of(self.http))

    @property
    def http(self) -> HttpRequest:
        return cast(HttpRequest, self.request)


class SubOrderViewSet(OfSellersViewSet[SubOrder]):
    """The parts of sellers in orders that were paid."""

    serializer_class = SubOrderSerializer
    filterset_fields = ("state", "seller_ref")
    search_fields = ("order__number", "seller_name")
    ordering_fields = ("id", "total_amount")
    queryset = (
        SubOrder.objects.live()
        .select_related("order")
        .prefetch_related(Prefetch("order__lines", OrderLine.objects.select_related("order").order_by("pk")))
    )

    @extend_schema(request=StateSerializer, responses=SubOrderSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Move all lines of the part on: its seller, and staff."""
        part, wish = self.get_object(), StateSerializer(data=request.data)
        manages = may_manage(self.http)
        if not manages and part.seller_ref not in seller_refs_of(self.http):
            raise PermissionDenied
        wish.is_valid(raise_exception=True)
        state = OrderState(wish.validated_data["state"])
        move_lines(
            order=part.order,
            lines=[line for line in own_lines(part) if line.state == part.state],
            by=buyer_of(self.http),
            reason=CancelReason.STAFF if manages else CancelReason.SELLER,
            **{**wish.validated_data, "state": state},
        )
        return Response(self.get_serializer(self.get_object()).data)


class SellerEntryViewSet(OfSellersViewSet[SellerEntry]):
    """The ledger of what sellers are owed."""

    serializer_class = SellerEntrySerializer
    filterset_fields = ("kind", "seller_ref")
    search_fields = ("reference",)
    ordering_fields = ("id",)
    queryset = SellerEntry.objects.select_related("sub_order__order")

    @extend_schema(responses=SellerBalanceSerializer(many=True))
    @action(detail=False, pagination_class=None)
    def balance(self, request: Request) -> Response:
        """Tell what is owed: the sums of the entries."""
        rows: Any = self.filter_queryset(self.get_queryset()).order_by()
        return Response(SellerBalanceSerializer(rows.balances(), many=True).data)


def own_lines(part: SubOrder) -> list[OrderLine]:
    """Return the lines of a part, from those that were fetched with the order."""
    return [line for line in part.order.lines.all() if line.seller_ref == part.seller_ref]


def common_states(part: SubOrder) -> set[OrderState]:
    """Return where the lines may go that have come no further than the part."""
    behind = [set(next_line_states(line)) for line in own_lines(part) if line.state == part.state]
    return set.intersection(*behind) if behind else set()

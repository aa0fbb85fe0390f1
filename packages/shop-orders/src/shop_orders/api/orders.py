"""Orders as JSON: a customer's own, a guest's by session or key, all for staff."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext
from django_filters.rest_framework import DjangoFilterBackend  # type: ignore[import-untyped]
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from shop_core.api import ShopAPIMixin, ShopPagination
from shop_core.clients import client_address

from ..access import is_buyer, key_fits, key_of, may_manage, numbers_of, remember_order
from ..buyers import buyer_of, email_of, origin_of
from ..models import CancelReason, EventKind, Order, OrderState
from ..services.bulk import move_orders
from ..services.cart import get_cart
from ..services.checkout import place_order
from ..services.exports import export_orders
from ..services.lookup import find_guest_order
from ..services.notes import add_note
from ..services.payment import start_payment
from ..services.refunds import record_refund
from ..services.removal import delete_order
from ..services.states import cancel_order, change_state
from .filters import OrderFilter
from .flow import (
    BulkSerializer,
    FoundOrderSerializer,
    LookupSerializer,
    OrderEventSerializer,
    OrderNoteSerializer,
    OutcomeSerializer,
    RefundSerializer,
)
from .serializers import (
    CheckoutSerializer,
    OrderSerializer,
    PaymentStartSerializer,
    PlacedOrderSerializer,
    StateSerializer,
)

PLACING = extend_schema(
    request=CheckoutSerializer,
    responses={201: PlacedOrderSerializer},
    parameters=[
        OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="Makes a repetition harmless.")
    ],
)


class OrderViewSet(ShopAPIMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Order]):
    """Orders: place, read, move and cancel."""

    serializer_class = OrderSerializer
    permission_classes = (AllowAny,)
    pagination_class = ShopPagination
    filter_backends = (DjangoFilterBackend, SearchFilter, OrderingFilter)
    filterset_class = OrderFilter
    search_fields = ("number", "email", "lines__name")
    ordering_fields = ("created_at", "total_amount", "state")
    ordering = ("-created_at", "-id")
    lookup_field = "number"
    lookup_value_regex = "[A-Z0-9-]+"
    queryset = Order.objects.in_full()

    def get_queryset(self) -> Any:
        orders, user = super().get_queryset(), self.request.user
        if getattr(self, "swagger_fake_view", False) or user.has_perm("shop_orders.view_order"):
            return orders
        if self.detail:
            return orders.filter(self._reachable())
        return orders.filter(user=user) if user.is_authenticated else orders.none()

    @PLACING
    def create(self, request: Request) -> Response:
        wish = CheckoutSerializer(data=request.data, context={"request": request})
        wish.is_valid(raise_exception=True)
        order = self._place(dict(wish.validated_data))
        payment_url = (
            start_payment(order=order, return_url=self._return_url(order, wish), again=False)
            if order.is_payable
            else None
        )
        placed: Any = Order.objects.in_full().get(pk=order.pk)
        placed.payment_url = payment_url
        body = PlacedOrderSerializer(placed, context={"request": request}).data
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(request=StateSerializer, responses=OrderSerializer)
    def partial_update(self, request: Request, number: str) -> Response:
        wish = StateSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        order, state = self.get_object(), OrderState(wish.validated_data["state"])
        if may_manage(self.http):
            change_state(order=order, by=buyer_of(self.http), **wish.validated_data | {"state": state})
        elif state == OrderState.CANCELLED and is_buyer(self.http, order):
            cancel_order(order=order, reason=CancelReason.CUSTOMER, by=buyer_of(self.http))
        else:
            raise PermissionDenied
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={204: None}, description="Cancels an order of one's own; staff take it out of sight.")
    def destroy(self, request: Request, number: str) -> Response:
        order = self.get_object()
        if is_buyer(self.http, order):
            cancel_order(order=order, reason=CancelReason.CUSTOMER, by=buyer_of(self.http))
        elif request.user.has_perm("shop_orders.delete_order"):
            delete_order(order=order, by=buyer_of(self.http))
        else:
            raise PermissionDenied
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=PaymentStartSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request: Request, number: str) -> Response:
        """Start a payment once more."""
        order = self.get_object()
        if not is_buyer(self.http, order):
            raise PermissionDenied
        address = start_payment(order=order, return_url=self.http.build_absolute_uri(order.get_absolute_url()))
        return Response({"payment_url": address})

    @extend_schema(request=LookupSerializer, responses=FoundOrderSerializer)
    @action(detail=False, methods=["post"], filter_backends=(), pagination_class=None)
    def lookup(self, request: Request) -> Response:
        """Find a guest's order by its number and e-mail address."""
        wish = LookupSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        client = client_address(self.http)
        order = find_guest_order(client=client, **wish.validated_data)
        remember_order(self.http, order)
        found: Any = Order.objects.in_full().get(pk=order.pk)
        found.key = key_of(order)
        return Response(FoundOrderSerializer(found, context={"request": request}).data)

    @extend_schema(request=BulkSerializer, responses=OutcomeSerializer)
    @action(detail=False, methods=["post"], filter_backends=(), pagination_class=None)
    def bulk(self, request: Request) -> Response:
        """Move many orders: each by itself, and what cannot be is told."""
        if not may_manage(self.http):
            raise PermissionDenied
        wish = BulkSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        numbers, state = dict.fromkeys(wish.validated_data["ids"]), OrderState(wish.validated_data["state"])
        orders = Order.objects.filter(number__in=numbers).order_by("pk")
        outcome = move_orders(orders=orders, state=state, by=buyer_of(self.http))
        unknown = set(numbers) - set(outcome.moved) - set(outcome.refused)
        outcome.refused |= {number: gettext("There is no such order.") for number in sorted(unknown)}
        return Response(OutcomeSerializer(outcome).data)

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.BINARY})
    @action(detail=False, pagination_class=None)
    def export(self, request: Request) -> StreamingHttpResponse:
        """Give staff the orders as a CSV file, narrowed as a list is."""
        if not request.user.has_perm("shop_orders.view_order"):
            raise PermissionDenied
        rows = export_orders(self.filter_queryset(self.get_queryset()))
        answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="orders.csv"'
        return answer

    @extend_schema(responses=OrderEventSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=())
    def events(self, request: Request, number: str) -> Response:
        """Tell what has happened: all of it to staff, the way of the order to its buyer."""
        events = self.get_object().events.order_by("pk")
        if not request.user.has_perm("shop_orders.view_order"):
            events = events.filter(kind__in=EventKind.for_buyers())
        return Response(OrderEventSerializer(events, many=True).data)

    @extend_schema(methods=["get"], responses=OrderNoteSerializer(many=True))
    @extend_schema(methods=["post"], request=OrderNoteSerializer, responses={201: OrderNoteSerializer})
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=())
    def notes(self, request: Request, number: str) -> Response:
        """Read and write the notes of staff."""
        order = self._managed()
        if request.method == "GET":
            return Response(OrderNoteSerializer(order.notes.order_by("pk"), many=True).data)
        wish = OrderNoteSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        note = add_note(order=order, by=buyer_of(self.http), **wish.validated_data)
        return Response(OrderNoteSerializer(note).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RefundSerializer, responses={201: OrderSerializer})
    @action(detail=True, methods=["post"])
    def refunds(self, request: Request, number: str) -> Response:
        """Note that money went back to the buyer by hand; told twice with one reference, done once."""
        order = self._managed()
        wish = RefundSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        record_refund(order=order, by=buyer_of(self.http), **wish.validated_data)
        return Response(self.get_serializer(self.get_object()).data, status=status.HTTP_201_CREATED)

    def _managed(self) -> Order:
        """Return the order of the request to who may move all orders."""
        order = self.get_object()
        if not may_manage(self.http):
            raise PermissionDenied
        return order

    @property
    def http(self) -> HttpRequest:
        return cast(HttpRequest, self.request)

    def _place(self, wish: dict[str, Any]) -> Order:
        wish.pop("return_url")
        buyer = buyer_of(self.http)
        email = wish.pop("email", "") or email_of(buyer)
        if not email:
            raise ValidationError({"email": ["This field is required."]})
        order = place_order(
            cart=get_cart(self.http),
            email=email,
            user=buyer,
            idempotency_key=self.request.headers.get("Idempotency-Key", ""),
            origin=origin_of(self.http),
            **wish,
        )
        remember_order(self.http, order)
        return order

    def _return_url(self, order: Order, wish: CheckoutSerializer) -> str:
        return self.http.build_absolute_uri(wish.validated_data["return_url"] or order.get_absolute_url())

    def _reachable(self) -> Q:
        """The orders that one may open by number: one's own, and a guest's by session or key."""
        number, key = self.kwargs["number"], self.request.query_params.get("key", "")
        opened = [*numbers_of(self.http), *([number] if key_fits(Order(number=number), key) else [])]
        reachable = Q(user=None, number__in=opened)
        return reachable | Q(user=self.request.user) if self.request.user.is_authenticated else reachable

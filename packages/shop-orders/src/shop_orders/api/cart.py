"""The cart as JSON: of a user, or of a visitor by cookie."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop_core.api import ShopAPIMixin

from ..buyers import buyer_of
from ..cookies import remember_cart
from ..exceptions import EmptyCartError
from ..models import Cart, CartLine
from ..services.cart import add_to_cart, get_cart, remove_line, set_quantity
from ..services.pricing import quote
from ..services.vouchers import remove_voucher, set_voucher
from .serializers import (
    AddToCartSerializer,
    CartLineSerializer,
    CartSerializer,
    CartWishSerializer,
    QuantitySerializer,
    VoucherSerializer,
)


class CartAPIView(ShopAPIMixin, APIView):
    """What every view of the cart shares."""

    permission_classes = (AllowAny,)

    @property
    def http(self) -> HttpRequest:
        return cast(HttpRequest, self.request)

    def answer(self, cart: Cart | None, code: int = status.HTTP_200_OK, **wish: str) -> Response:
        """Show the whole cart, and let a visitor keep it."""
        lines = list(cart.lines.order_by("pk")) if cart else []
        own = {"currency": cart.currency, "voucher": cart.voucher} if cart else {}
        priced = quote(lines, buyer=buyer_of(self.http), **own, **wish)
        response = Response(CartSerializer(priced).data, status=code)
        if cart is not None:
            remember_cart(response, cart, self.http)
        return response

    def add(self) -> Cart:
        """Put what the body names into the cart."""
        wish = AddToCartSerializer(data=self.request.data)
        wish.is_valid(raise_exception=True)
        cart = get_cart(self.http, create=True)
        assert cart is not None  # noqa: S101 - it was created
        add_to_cart(cart=cart, buyer=buyer_of(self.http), **wish.validated_data)
        cart.refresh_from_db(fields=["currency"])
        return cart

    def line(self, pk: int) -> CartLine:
        return get_object_or_404(CartLine.objects.select_related("cart"), pk=pk, cart=get_cart(self.http))


class CartView(CartAPIView):
    """The cart and its costs."""

    @extend_schema(operation_id="cart_retrieve", parameters=[CartWishSerializer], responses=CartSerializer)
    def get(self, request: Request) -> Response:
        wish = CartWishSerializer(data=request.query_params)
        wish.is_valid(raise_exception=True)
        return self.answer(get_cart(self.http), **wish.validated_data)

    @extend_schema(operation_id="cart_add", request=AddToCartSerializer, responses={201: CartSerializer})
    def post(self, request: Request) -> Response:
        return self.answer(self.add(), status.HTTP_201_CREATED)


class CartLineView(CartAPIView):
    """One line of the cart."""

    @extend_schema(operation_id="cart_change", request=QuantitySerializer, responses=CartSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        wish = QuantitySerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        line = self.line(pk)
        set_quantity(cart=line.cart, line=line, buyer=buyer_of(self.http), **wish.validated_data)
        return self.answer(line.cart)

    @extend_schema(operation_id="cart_remove", responses=CartSerializer)
    def delete(self, request: Request, pk: int) -> Response:
        line = self.line(pk)
        remove_line(cart=line.cart, line=line)
        return self.answer(line.cart)


@extend_schema_view(
    patch=extend_schema(operation_id="cart_items_change", request=QuantitySerializer, responses=CartSerializer),
    delete=extend_schema(operation_id="cart_items_remove", responses=CartSerializer),
)
class CartItemView(CartLineView):
    """One line of the collection."""


class CartVoucherView(CartAPIView):
    """The voucher of the cart."""

    @extend_schema(operation_id="cart_voucher_set", request=VoucherSerializer, responses=CartSerializer)
    def post(self, request: Request) -> Response:
        wish = VoucherSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        cart = get_cart(self.http)
        if cart is None:
            raise EmptyCartError
        set_voucher(cart=cart, code=wish.validated_data["voucher"], buyer=buyer_of(self.http))
        return self.answer(cart)

    @extend_schema(operation_id="cart_voucher_remove", responses=CartSerializer)
    def delete(self, request: Request) -> Response:
        cart = get_cart(self.http)
        if cart is not None:
            remove_voucher(cart=cart)
        return self.answer(cart)


class CartItemsView(CartAPIView):
    """The lines alone, as a collection."""

    @extend_schema(operation_id="cart_items_list", responses=CartLineSerializer(many=True))
    def get(self, request: Request) -> Response:
        cart = get_cart(self.http)
        lines: Any = cart.lines.order_by("pk") if cart else []
        return Response(CartLineSerializer(lines, many=True).data)

    @extend_schema(operation_id="cart_items_create", request=AddToCartSerializer, responses={201: CartSerializer})
    def post(self, request: Request) -> Response:
        return self.answer(self.add(), status.HTTP_201_CREATED)

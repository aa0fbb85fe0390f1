"""What goes over the wire."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop_core.api.addresses import AddressSerializer
from shop_core.api.serializers import MoneyField

from ..access import may_manage, may_move
from ..models import CartLine, Order, OrderLine, OrderState, PaymentStatus, Shipment, ShippingMethod
from ..services.states import next_line_states, next_states


class CartLineSerializer(serializers.ModelSerializer[CartLine]):
    """A line of the cart: what is in it, and how many."""

    quantity = serializers.IntegerField(min_value=1)

    class Meta:
        model = CartLine
        fields = ("id", "product_ref", "quantity")


class AddToCartSerializer(serializers.Serializer[Any]):
    product_ref = serializers.CharField(max_length=64)
    quantity = serializers.IntegerField(min_value=1, default=1)


class QuantitySerializer(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(min_value=1)


class PricedLineSerializer(serializers.Serializer[Any]):
    """A line with what the shop knows of its product now."""

    id = serializers.IntegerField(source="line.pk")
    product_ref = serializers.CharField(source="line.product_ref")
    quantity = serializers.IntegerField(source="line.quantity")
    available = serializers.IntegerField(source="product.available", allow_null=True)
    is_short = serializers.BooleanField()
    name = serializers.CharField(source="product.name")
    sku = serializers.CharField(source="product.sku")
    attributes = serializers.DictField(source="product.attributes", child=serializers.CharField())
    seller_name = serializers.CharField(source="product.seller_name")
    image_url = serializers.CharField(source="product.image_url")
    url = serializers.CharField(source="product.url")
    unit_price = MoneyField(source="product.price")
    total = MoneyField()


class ShippingOfferSerializer(serializers.Serializer[Any]):
    """A way of shipping and its price."""

    id = serializers.IntegerField(source="method.pk")
    name = serializers.CharField(source="method.name")
    description = serializers.CharField(source="method.description")
    price = MoneyField()


class CartSerializer(serializers.Serializer[Any]):
    """The cart with its costs; of a `Quote`."""

    lines = PricedLineSerializer(many=True)
    gone = CartLineSerializer(many=True)
    shipping_methods = ShippingOfferSerializer(source="shipping_offers", many=True)
    count = serializers.IntegerField(source="units")
    items = MoneyField()
    shipping = MoneyField()
    total = MoneyField()
    can_be_ordered = serializers.BooleanField()


class CheckoutSerializer(serializers.Serializer[Any]):
    """What an order is made of, beside the cart."""

    email = serializers.EmailField(required=False)
    shipping_address = AddressSerializer()
    billing_address = AddressSerializer(required=False, allow_null=True, default=None)
    shipping_method = serializers.PrimaryKeyRelatedField(
        queryset=ShippingMethod.objects.none(), required=False, allow_null=True, default=None
    )
    return_url = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["shipping_method"].queryset = ShippingMethod.objects.filter(is_active=True)  # type: ignore[attr-defined]
        return fields

    def validate_return_url(self, value: str) -> str:
        request: HttpRequest = self.context["request"]
        if value and not url_has_allowed_host_and_scheme(value, {request.get_host()}):
            raise serializers.ValidationError(_("This address is not one of ours."))
        return value


class OrderLineSerializer(serializers.ModelSerializer[OrderLine]):
    """A line of an order, as it was bought."""

    unit_price = MoneyField()
    total = MoneyField()
    next_states = serializers.SerializerMethodField()

    class Meta:
        model = OrderLine
        fields = (
            "id",
            "product_ref",
            "group_ref",
            "name",
            "sku",
            "attributes",
            "quantity",
            "unit_price",
            "total",
            "seller_ref",
            "seller_name",
            "image_url",
            "url",
            "state",
            "next_states",
            "cancelled_quantity",
            "returned_quantity",
            "shipment",
        )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_next_states(self, line: OrderLine) -> list[str]:
        states = next_line_states(line) if may_move(self.context["request"], line) else []
        return [str(state) for state in states]


class OrderItemSerializer(OrderLineSerializer):
    """A line with the number of its order."""

    order = serializers.CharField(source="order.number")

    class Meta(OrderLineSerializer.Meta):
        fields = ("order", *OrderLineSerializer.Meta.fields)  # type: ignore[assignment]


class ShipmentSerializer(serializers.ModelSerializer[Shipment]):
    """A parcel on its way, and where its carrier shows it."""

    tracking_url = serializers.CharField(read_only=True)
    shipped_at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = Shipment
        fields = ("id", "carrier", "tracking_number", "tracking_url", "shipped_at")


class OrderSerializer(serializers.ModelSerializer[Order]):
    """An order with its lines and the states to which who asks may move it."""

    id = serializers.CharField(source="number", read_only=True)
    lines = OrderLineSerializer(many=True, read_only=True)
    items = MoneyField(read_only=True)
    shipping = MoneyField(read_only=True)
    total = MoneyField(read_only=True)
    received = MoneyField(read_only=True)
    refunded = MoneyField(read_only=True)
    refund_due = MoneyField(read_only=True)
    shipments = ShipmentSerializer(many=True, read_only=True)
    payment_status = serializers.ChoiceField(choices=PaymentStatus.choices, read_only=True)
    placed_at = serializers.DateTimeField(source="created_at", read_only=True)
    next_states = serializers.SerializerMethodField()
    shipping_address = serializers.JSONField(source="shipping_address_data", read_only=True)
    billing_address = serializers.JSONField(source="billing_address_data", read_only=True)

    class Meta:
        model = Order
        fields = (
            "id",
            "number",
            "state",
            "payment_status",
            "cancel_reason",
            "next_states",
            "email",
            "shipping_address",
            "billing_address",
            "shipping_name",
            "lines",
            "items",
            "shipping",
            "total",
            "received",
            "refunded",
            "refund_due",
            "shipments",
            "placed_at",
            "paid_at",
            "hold_expires_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_next_states(self, order: Order) -> list[str]:
        return [str(state) for state in next_states(order, staff=may_manage(self.context["request"]))]


class PlacedOrderSerializer(OrderSerializer):
    """A placed order, and where to pay it; null: later, at ``/orders/<id>/pay/``."""

    payment_url = serializers.CharField(allow_null=True, read_only=True)

    class Meta(OrderSerializer.Meta):
        fields = (*OrderSerializer.Meta.fields, "payment_url")  # type: ignore[assignment]


class StateSerializer(serializers.Serializer[Any]):
    """Where something moves to; what is shipped may name its parcel."""

    state = serializers.ChoiceField(choices=OrderState.choices)
    carrier = serializers.CharField(max_length=50, required=False, allow_blank=True)
    tracking_number = serializers.CharField(max_length=64, required=False, allow_blank=True)


class PaymentStartSerializer(serializers.Serializer[Any]):
    payment_url = serializers.CharField(allow_null=True)

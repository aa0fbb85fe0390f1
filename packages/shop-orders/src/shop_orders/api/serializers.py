"""What goes over the wire."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop_core.api.addresses import AddressSerializer
from shop_core.api.serializers import MoneyField

from ..access import may_manage, may_move
from ..models import CartLine, Invoice, Order, OrderLine, OrderState, PaymentStatus, Shipment
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
    unit_price = MoneyField()
    price_before = MoneyField(
        allow_null=True, help_text="What a unit cost when it was put in, where the price has changed since."
    )
    undiscounted = MoneyField()
    discount = MoneyField()
    tax_name = serializers.CharField(source="tax.name")
    tax_rate = serializers.DecimalField(source="tax.rate", max_digits=6, decimal_places=3)
    tax = MoneyField(source="tax_sum")
    total = MoneyField(help_text="What is paid for the line: after discounts, with tax.")


class ShippingOfferSerializer(serializers.Serializer[Any]):
    """A way of shipping and its price."""

    id = serializers.CharField(source="key")
    name = serializers.CharField()
    description = serializers.CharField()
    price = MoneyField()


class AppliedDiscountSerializer(serializers.Serializer[Any]):
    """A discount and what it takes off in all."""

    name = serializers.CharField()
    code = serializers.CharField(help_text="Empty: nobody had to type anything.")
    off = MoneyField()


class TaxSumSerializer(serializers.Serializer[Any]):
    """How much of a total is which tax."""

    name = serializers.CharField(source="tax.name")
    rate = serializers.DecimalField(source="tax.rate", max_digits=6, decimal_places=3, help_text="In percent.")
    amount = MoneyField()


class RefusalSerializer(serializers.Serializer[Any]):
    """Why something is not granted."""

    code = serializers.CharField()
    detail = serializers.CharField(source="*")


class CartSerializer(serializers.Serializer[Any]):
    """The cart with its costs; of a `Quote`."""

    lines = PricedLineSerializer(many=True)
    gone = CartLineSerializer(many=True)
    shipping_methods = ShippingOfferSerializer(source="shipping_offers", many=True)
    shipping_method = serializers.CharField(source="shipping_offer.key", default=None, allow_null=True)
    shipping_refusal = RefusalSerializer(allow_null=True)
    voucher = serializers.CharField(help_text="Empty: none.")
    voucher_refusal = RefusalSerializer(allow_null=True)
    count = serializers.IntegerField(source="units")
    items = MoneyField(help_text="The goods before discounts.")
    discounts = AppliedDiscountSerializer(many=True)
    discount = MoneyField()
    shipping = MoneyField()
    prices_include_tax = serializers.BooleanField()
    taxes = TaxSumSerializer(many=True)
    tax = MoneyField(help_text="In the total; on top of the prices where they do not include it.")
    total = MoneyField()
    can_be_ordered = serializers.BooleanField()


class CartWishSerializer(serializers.Serializer[Any]):
    """For where and by which method the costs are asked."""

    country = serializers.CharField(required=False, allow_blank=True, default="", max_length=2)
    shipping_method = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)


class VoucherSerializer(serializers.Serializer[Any]):
    voucher = serializers.CharField(max_length=200)


class CheckoutSerializer(serializers.Serializer[Any]):
    """What an order is made of, beside the cart."""

    email = serializers.EmailField(required=False)
    shipping_address = AddressSerializer()
    billing_address = AddressSerializer(required=False, allow_null=True, default=None)
    shipping_method = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=64, help_text="An id of the cart's `shipping_methods`."
    )
    voucher = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        max_length=200,
        help_text="Null: the cart's own.",
    )
    return_url = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)

    def validate_return_url(self, value: str) -> str:
        request: HttpRequest = self.context["request"]
        if value and not url_has_allowed_host_and_scheme(value, {request.get_host()}):
            raise serializers.ValidationError(_("This address is not one of ours."))
        return value


class OrderLineSerializer(serializers.ModelSerializer[OrderLine]):
    """A line of an order, as it was bought."""

    unit_price = MoneyField()
    undiscounted = MoneyField()
    discount = MoneyField()
    tax = MoneyField(source="tax_sum")
    total = MoneyField(help_text="What is paid for the line: after discounts, with tax.")
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
            "undiscounted",
            "discount",
            "tax_name",
            "tax_rate",
            "tax",
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


class InvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """An invoice or a credit note, and the page that shows it."""

    total = MoneyField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Invoice
        fields = ("number", "kind", "total", "issued_at", "url")

    @extend_schema_field(serializers.CharField())
    def get_url(self, invoice: Invoice) -> str:
        return reverse("shop_orders:invoice", args=[self.context["number"], invoice.number])


class OrderSerializer(serializers.ModelSerializer[Order]):
    """An order with its lines and the states to which who asks may move it."""

    id = serializers.CharField(source="number", read_only=True)
    lines = OrderLineSerializer(many=True, read_only=True)
    items = MoneyField(read_only=True)
    discounts = AppliedDiscountSerializer(many=True, read_only=True)
    discount = MoneyField(read_only=True)
    shipping = MoneyField(read_only=True)
    shipping_tax = MoneyField(read_only=True)
    taxes = TaxSumSerializer(many=True, read_only=True)
    tax = MoneyField(read_only=True)
    total = MoneyField(read_only=True)
    received = MoneyField(read_only=True)
    refunded = MoneyField(read_only=True)
    refund_due = MoneyField(read_only=True)
    shipments = ShipmentSerializer(many=True, read_only=True)
    invoices = serializers.SerializerMethodField()
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
            "shipping_ref",
            "shipping_name",
            "lines",
            "items",
            "discounts",
            "discount",
            "shipping",
            "shipping_tax",
            "prices_include_tax",
            "taxes",
            "tax",
            "total",
            "received",
            "refunded",
            "refund_due",
            "shipments",
            "invoices",
            "placed_at",
            "paid_at",
            "hold_expires_at",
        )
        read_only_fields = fields

    @extend_schema_field(InvoiceSerializer(many=True))
    def get_invoices(self, order: Order) -> Any:
        papers = sorted(order.invoices.all(), key=lambda invoice: invoice.pk)
        return InvoiceSerializer(papers, many=True, context={"number": order.number}).data

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

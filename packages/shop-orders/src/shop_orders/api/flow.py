"""What goes over the wire of what happens to an order."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from ..models import OrderEvent, OrderNote, OrderState
from .serializers import OrderSerializer


class OrderEventSerializer(serializers.ModelSerializer[OrderEvent]):
    """What happened, when, and to which lines."""

    before = serializers.CharField()
    after = serializers.CharField()
    at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = OrderEvent
        fields = ("id", "kind", "before", "after", "facts", "at")


class OrderNoteSerializer(serializers.ModelSerializer[OrderNote]):
    """A note of staff."""

    author = serializers.CharField(source="author_id", read_only=True, allow_null=True)
    at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = OrderNote
        fields = ("id", "text", "author", "at")


class RefundSerializer(serializers.Serializer[Any]):
    """Money that went back, and under which reference it can be found."""

    amount = MoneyField()
    reference = serializers.CharField(max_length=64)


class BulkSerializer(serializers.Serializer[Any]):
    """Which orders move where."""

    ids = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1, max_length=200)
    state = serializers.ChoiceField(choices=OrderState.choices)


class OutcomeSerializer(serializers.Serializer[Any]):
    """Which orders moved, and why others did not, by number."""

    moved = serializers.ListField(child=serializers.CharField())
    refused = serializers.DictField(child=serializers.CharField())


class LookupSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=32)
    email = serializers.EmailField()


class FoundOrderSerializer(OrderSerializer):
    """A guest's order, and the key that opens it: ``/orders/<id>/?key=``."""

    key = serializers.CharField(read_only=True)

    class Meta(OrderSerializer.Meta):
        fields = (*OrderSerializer.Meta.fields, "key")  # type: ignore[assignment]


class UnitsSerializer(serializers.Serializer[Any]):
    """How many units of a line."""

    quantity = serializers.IntegerField(min_value=1)


class ReturnSerializer(UnitsSerializer):
    restock = serializers.BooleanField(default=True, help_text="False: they cannot be sold again.")

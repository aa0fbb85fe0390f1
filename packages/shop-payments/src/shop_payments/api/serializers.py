"""Payments as JSON."""

from __future__ import annotations

from rest_framework import serializers

from shop_core.api.serializers import MoneyField

from ..models import Payment


class PaymentSerializer(serializers.ModelSerializer):
    """One attempt to pay."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    amount = MoneyField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Payment
        fields = (
            "id",
            "kind",
            "reference",
            "description",
            "provider",
            "amount",
            "state",
            "reason",
            "expires_at",
            "verified_at",
            "created_at",
            "url",
        )
        read_only_fields = fields


class StartSerializer(serializers.Serializer):
    """What is to be paid, and how; the amount is the shop's business."""

    kind = serializers.CharField(max_length=32)
    reference = serializers.CharField(max_length=64)
    provider = serializers.CharField(max_length=32, required=False, default="", allow_blank=True)


class StartedSerializer(serializers.Serializer):
    """A started payment, and where the buyer goes."""

    payment = PaymentSerializer()
    redirect_url = serializers.CharField()

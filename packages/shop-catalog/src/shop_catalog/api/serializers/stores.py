"""Sellers and stores as JSON."""

from rest_framework import serializers

from ...models import Seller, Store


class SellerSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Seller
        fields = ("id", "name", "country", "about")


class StoreSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    seller = SellerSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Store
        fields = ("id", "name", "slug", "description", "seller")


class StoreRefSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    seller = serializers.CharField(source="seller_name", read_only=True)

    class Meta:
        model = Store
        fields = ("id", "name", "seller")

"""Sellers and stores as JSON."""

from rest_framework import serializers

from ...models import Seller, Store
from ...services.documents import address


class SellerSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Seller
        fields = ("id", "name", "country", "about", "is_approved")
        read_only_fields = ("is_approved",)


class StoreSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    slug = serializers.CharField(read_only=True)
    seller = SellerSerializer(read_only=True, allow_null=True)
    url = serializers.SerializerMethodField(help_text="Its page; empty where the project shows none.")

    class Meta:
        model = Store
        fields = ("id", "name", "slug", "description", "is_open", "seller", "url")
        read_only_fields = ("is_open",)

    def get_url(self, store: Store) -> str:
        return address(store)


class StoreRefSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id", read_only=True)
    seller = serializers.CharField(source="seller_name", read_only=True)

    class Meta:
        model = Store
        fields = ("id", "name", "seller")

"""What makes prices, as JSON for staff: discounts, ways of shipping, taxes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.filters import SearchFilter
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.viewsets import ModelViewSet

from shop_core.addresses.countries import country_codes
from shop_core.api import ShopAPIMixin, ShopPagination
from shop_core.api.serializers import MoneyField

from ..models import Discount, ShippingMethod, ShippingRate, TaxRate, normalize_code


class CountryField(serializers.CharField):
    """The code of a country."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2, help_text="ISO 3166-1 alpha-2, or XK.", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code and code not in country_codes():
            raise serializers.ValidationError(_("No code of a country: %(codes)s.") % {"codes": code})
        return code


class WholeRowSerializer(serializers.ModelSerializer[Any]):
    """Asks the model and all its constraints about the row as it would be."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        row = self.instance or self.Meta.model()  # type: ignore[misc]
        for name, value in attrs.items():
            if hasattr(self.Meta.model, name):
                setattr(row, name, value)
        row.full_clean()
        return attrs


class DiscountRowSerializer(WholeRowSerializer):
    """A discount with its limits; amounts are in one currency."""

    code = serializers.CharField(max_length=40, required=False, allow_blank=True)
    off = MoneyField(required=False, allow_null=True)
    minimum = MoneyField(required=False, allow_null=True)
    category_refs = serializers.ListField(child=serializers.CharField(max_length=64), required=False)
    seller_refs = serializers.ListField(child=serializers.CharField(max_length=64), required=False)

    class Meta:
        model = Discount
        fields = (
            "id",
            "name",
            "code",
            "percent_off",
            "off",
            "minimum",
            "currency",
            "starts_at",
            "ends_at",
            "max_uses",
            "max_uses_per_customer",
            "uses",
            "category_refs",
            "seller_refs",
            "is_exclusive",
            "priority",
            "is_active",
        )
        read_only_fields = ("uses",)

    def validate_code(self, code: str) -> str:
        return normalize_code(code)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name in ("off", "minimum"):
            if name in attrs:
                money = attrs.pop(name)
                attrs[f"{name}_amount"] = money.minor if money else None
                if money and attrs.setdefault("currency", money.currency) != money.currency:
                    raise serializers.ValidationError({name: [_("All amounts are in one currency.")]})
        return super().validate(attrs)


class ShippingRateSerializer(serializers.ModelSerializer[ShippingRate]):
    """What a way of shipping costs to some countries, up to a weight."""

    countries = serializers.ListField(child=CountryField(), required=False)
    price = MoneyField()
    free_over = MoneyField(required=False, allow_null=True)

    class Meta:
        model = ShippingRate
        fields = ("countries", "up_to_grams", "price", "free_over")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        price, free_over = attrs.pop("price"), attrs.pop("free_over", None)
        if free_over and free_over.currency != price.currency:
            raise serializers.ValidationError({"free_over": [_("All amounts are in one currency.")]})
        free_over_amount = free_over.minor if free_over else None
        return attrs | {
            "price_amount": price.minor,
            "free_over_amount": free_over_amount,
            "currency": price.currency,
        }


class ShippingMethodSerializer(WholeRowSerializer):
    """A way of shipping with its rates; rates that are sent replace all that were there."""

    rates = ShippingRateSerializer(many=True)

    class Meta:
        model = ShippingMethod
        fields = ("id", "name", "description", "tax_class", "is_active", "rates")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        rates = attrs.pop("rates", None)
        super().validate(attrs)
        return attrs if rates is None else attrs | {"rates": rates}

    @transaction.atomic
    def create(self, validated_data: dict[str, Any]) -> ShippingMethod:
        rates = validated_data.pop("rates")
        return self._with_rates(super().create(validated_data), rates)

    @transaction.atomic
    def update(self, instance: ShippingMethod, validated_data: dict[str, Any]) -> ShippingMethod:
        rates = validated_data.pop("rates", None)
        return self._with_rates(super().update(instance, validated_data), rates)

    def _with_rates(self, method: ShippingMethod, rates: list[dict[str, Any]] | None) -> ShippingMethod:
        if rates is not None:
            method.rates.all().delete()
            ShippingRate.objects.bulk_create(ShippingRate(method=method, **rate) for rate in rates)
        return method


class TaxRateSerializer(WholeRowSerializer):
    """A tax by country and class of goods."""

    country = CountryField(required=False, allow_blank=True)

    class Meta:
        model = TaxRate
        fields = ("id", "country", "tax_class", "name", "rate")


class StaffPermissions(DjangoModelPermissions):
    """The rights of the admin, also that to look."""

    perms_map = {**DjangoModelPermissions.perms_map, "GET": ["%(app_label)s.view_%(model_name)s"]}


class PriceViewSet(ShopAPIMixin, ModelViewSet[Any]):
    """Rows that staff keep; a deleted one goes out of sight."""

    permission_classes = (StaffPermissions,)
    pagination_class = ShopPagination
    filter_backends = (SearchFilter,)
    search_fields: tuple[str, ...] = ("name",)

    def perform_destroy(self, instance: Any) -> None:
        instance.soft_delete()


class DiscountViewSet(PriceViewSet):
    """Vouchers and automatic discounts."""

    serializer_class = DiscountRowSerializer
    queryset = Discount.objects.order_by("-created_at", "-pk")
    search_fields = ("name", "code")


class ShippingMethodViewSet(PriceViewSet):
    """The ways of shipping."""

    serializer_class = ShippingMethodSerializer
    queryset = ShippingMethod.objects.prefetch_related("rates").order_by("name", "pk")


class TaxRateViewSet(PriceViewSet):
    """The tax rates."""

    serializer_class = TaxRateSerializer
    queryset = TaxRate.objects.order_by("country", "tax_class")
    search_fields = ("country", "tax_class", "name")

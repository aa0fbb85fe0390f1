"""Fields that several endpoints share."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop_core.api.serializers import KeyField, MoneyField
from shop_core.money import Money, shop_currency

from ...exceptions import OptionTwiceError
from ...models import Product, Store, Variant
from ...models.folding import fold
from ...services.variants import MAX_OPTIONS
from ...services.visibility import visible_products, visible_stores

MAX_STOCK = 1_000_000
MAX_ATTRIBUTES = 100


@extend_schema_field(
    {
        "oneOf": [
            {
                "type": "object",
                "properties": {
                    "amount": {"type": "string", "format": "decimal", "example": "12.50"},
                    "currency": {"type": "string", "example": "EUR"},
                },
                "required": ["amount", "currency"],
            },
            {"type": "string", "format": "decimal", "example": "12.50"},
        ],
        "description": "In the shop's currency, which need not be named.",
    }
)
class PriceField(MoneyField):
    """An amount of the shop's currency: with its code, or a bare decimal string."""

    default_error_messages = {"currency": _("Prices here are in {currency}.")}

    def to_internal_value(self, data: Any) -> Money:
        price = super().to_internal_value(data)
        if price.currency != shop_currency():
            self.fail("currency", currency=shop_currency())
        return price


class StockField(serializers.IntegerField):
    """Units on the shelf."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_STOCK, **kwargs)


class StoreField(serializers.SlugRelatedField[Any]):
    """A store by its id, among those that the person who asks can see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", queryset=Store.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return visible_stores(self.context["request"].user)


class VisibleProductField(KeyField):
    """A product by its id, among those that the person who asks can see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Product.objects.all(), help_text="The id of the product.", **kwargs)

    def get_queryset(self) -> Any:
        return visible_products(self.context["request"].user)


class VisibleVariantField(KeyField):
    """A variant by its id, among those of the products that the person who asks can see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Variant.objects.all(), help_text="The id of the variant.", **kwargs)

    def get_queryset(self) -> Any:
        return Variant.objects.filter(product__in=visible_products(self.context["request"].user).values("pk"))


class OptionsField(serializers.DictField):
    """What sets a variant apart from its siblings, such as ``{"Size": "M"}``."""

    child = serializers.CharField(max_length=80)
    default_error_messages = {"many": _("A variant has at most {count} options."), "twice": OptionTwiceError.message}

    def to_internal_value(self, data: Any) -> dict[str, str]:
        options = super().to_internal_value(data)
        if len(options) > MAX_OPTIONS:
            self.fail("many", count=MAX_OPTIONS)
        if len(set(map(fold, options))) < len(options):
            self.fail("twice")
        return {self.child.run_validation(name): value for name, value in options.items()}


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}], "nullable": True, "example": "Red"}
)
class AttributeValueField(serializers.Field[Any, Any, Any, Any]):
    """A text, a number, yes or no, or null to take it away; what fits is for the attribute to say."""

    default_error_messages = {"invalid": _("Write a text, a number, true, false or null.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            return serializers.CharField(allow_blank=True, max_length=1000).run_validation(data)
        if not isinstance(data, bool | int | float):
            self.fail("invalid")
        return data


class AttributesField(serializers.DictField):
    """Values of attributes by their codes, such as ``{"screen_size": 27, "color": "Red"}``."""

    child = AttributeValueField()
    default_error_messages = {"many": _("At most {count} attributes at once.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().to_internal_value(data)
        if len(values) > MAX_ATTRIBUTES:
            self.fail("many", count=MAX_ATTRIBUTES)
        return values

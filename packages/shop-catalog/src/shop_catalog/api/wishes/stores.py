"""What sellers and stores are asked to be."""

from typing import Any

from rest_framework import serializers

from shop_core.addresses import country_choices

from ...models import Seller


class CountryField(serializers.ChoiceField):
    """A country by its two letters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[code for code, _name in country_choices()], help_text="ISO 3166-1 alpha-2.", **kwargs)


class SellerChangesSerializer(serializers.Serializer):
    """What sellers say of themselves."""

    name = serializers.CharField(max_length=120)
    country = CountryField()
    about = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class NewSellerSerializer(SellerChangesSerializer):
    """The beginning of a seller, with a store at once or later."""

    store_name = serializers.CharField(required=False, allow_blank=True, max_length=120)


class StoreChangesSerializer(serializers.Serializer):
    """A store as buyers see it."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class NewStoreSerializer(StoreChangesSerializer):
    seller: Any = serializers.SlugRelatedField(
        slug_field="public_id",
        queryset=Seller.objects.all(),
        required=False,
        help_text="The id of the seller, for the staff to say; left out: oneself.",
    )

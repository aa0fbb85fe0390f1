"""What categories are asked to be."""

from rest_framework import serializers

from shop_core.api.serializers import KeyField
from shop_core.api.uploads import SafeImageField

from ...models import Category


class NewCategorySerializer(serializers.Serializer):
    """A name is enough; the slug then comes from it."""

    name = serializers.CharField(max_length=120)
    slug = serializers.SlugField(max_length=120, allow_unicode=True, required=False)
    parent = KeyField(  # type: ignore[assignment]
        queryset=Category.objects.live(), required=False, allow_null=True, help_text="The id; null: at the top."
    )
    description = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class NewIllustratedCategorySerializer(NewCategorySerializer):
    """The same as a form, with a picture."""

    image = SafeImageField(required=False, allow_null=True, help_text="Empty: none.")

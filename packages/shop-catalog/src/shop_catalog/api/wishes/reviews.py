"""What reviews are asked to be."""

from rest_framework import serializers

from shop_core.api.serializers import KeyField

from ...models import Product, ReviewReport


class ReviewChangesSerializer(serializers.Serializer):
    """What a buyer says."""

    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    name = serializers.CharField(
        required=False, allow_blank=True, max_length=120, help_text="Shown with it; empty: a verified buyer."
    )


class NewReviewSerializer(ReviewChangesSerializer):
    product = KeyField(queryset=Product.objects.all(), help_text="The id of the product, which one has bought.")


class ReviewReportSerializer(serializers.ModelSerializer):
    """What a reader holds against a review."""

    class Meta:
        model = ReviewReport
        fields = ("reason", "note", "created_at")
        read_only_fields = ("created_at",)

"""Who changed what, as JSON."""

from rest_framework import serializers

from shop_core.history.models import Deed


class DifferenceSerializer(serializers.Serializer):
    """A field that changed."""

    field = serializers.CharField()
    label = serializers.CharField(help_text="What people call it.")  # type: ignore[assignment]
    before = serializers.CharField(allow_null=True, help_text="Null where it is not told.")
    after = serializers.CharField(allow_null=True)


class ChangeSerializer(serializers.Serializer):
    """What happened to a record once."""

    id = serializers.IntegerField(source="change.pk")
    record_type = serializers.CharField(source="change.record_type")
    record_id = serializers.IntegerField(source="change.record_id")
    what = serializers.CharField(source="change.deed", help_text=", ".join(Deed.values))
    who = serializers.CharField(help_text="Empty where nobody is known.")
    way = serializers.CharField(
        help_text="The page, the API, the back office, or the name of a file, a command or a job."
    )
    differences = DifferenceSerializer(many=True)
    created_at = serializers.DateTimeField(source="change.created_at")

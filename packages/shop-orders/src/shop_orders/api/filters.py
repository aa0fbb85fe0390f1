"""How a list of orders is narrowed."""

import django_filters  # type: ignore[import-untyped]

from ..models import Order, OrderState


class OrderFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, by attention and by the time of placing."""

    state = django_filters.MultipleChoiceFilter(choices=OrderState.choices)
    placed_after = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    placed_before = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="lt")

    class Meta:
        model = Order
        fields = ("state", "needs_attention")

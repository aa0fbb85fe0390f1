"""How a list of products is narrowed and ordered: the same words on pages and in the API."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from shop_core.forms import MoneyField
from shop_core.money import Money

from .models import Category, Product
from .models.products import ProductQuerySet


@extend_schema_field(OpenApiTypes.DECIMAL)
class MoneyFilter(django_filters.Filter):  # type: ignore[misc]
    """Takes a decimal amount of the shop's currency."""

    field_class = MoneyField

    def filter(self, products: ProductQuerySet, value: Money | None) -> ProductQuerySet:
        if value is None:
            return products
        return products.filter(currency=value.currency, **{f"price_amount__{self.lookup_expr}": value.minor})


class ProductFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The query string of every list of products."""

    ORDERINGS = (
        ("newest", _("Newest first")),
        ("price", _("Price: low to high")),
        ("-price", _("Price: high to low")),
        ("-rating", _("Best rated")),
    )

    search = django_filters.CharFilter(method="filter_search", label=_("Search"))
    category = django_filters.CharFilter(
        method="filter_category", label=_("Category"), help_text=_("The key or the address of a category.")
    )
    min_price = MoneyFilter(lookup_expr="gte", label=_("Price from"), min_value=0)
    max_price = MoneyFilter(lookup_expr="lte", label=_("Price to"), min_value=0)
    min_rating = django_filters.ChoiceFilter(
        method="filter_rating",
        label=_("Rating"),
        choices=[(stars, ngettext_lazy("%d star or more", "%d stars or more") % stars) for stars in (4, 3, 2, 1)],
        empty_label=_("Any"),
    )
    in_stock = django_filters.BooleanFilter(method="filter_stock", label=_("In stock only"), widget=forms.CheckboxInput)
    featured = django_filters.BooleanFilter(field_name="is_featured", label=_("Featured"))
    store = django_filters.UUIDFilter(method="filter_store", label=_("Store"))
    ordering = django_filters.ChoiceFilter(
        method="filter_ordering", label=_("Sort by"), choices=ORDERINGS, empty_label=_("Recommended")
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def filter_queryset(self, queryset: ProductQuerySet) -> ProductQuerySet:
        products: ProductQuerySet = super().filter_queryset(queryset.newest())
        return products

    def filter_search(self, products: ProductQuerySet, name: str, value: str) -> ProductQuerySet:
        return products.matching(value)

    def filter_category(self, products: ProductQuerySet, name: str, value: str) -> ProductQuerySet:
        category = Category.objects.live().named(value)
        return products.within(category) if category else products.none()

    def filter_rating(self, products: ProductQuerySet, name: str, value: str) -> ProductQuerySet:
        return products.filter(rating_count__gt=0, rating_sum__gte=F("rating_count") * int(value))

    def filter_stock(self, products: ProductQuerySet, name: str, value: bool) -> ProductQuerySet:
        return products.in_stock() if value else products

    def filter_store(self, products: ProductQuerySet, name: str, value: Any) -> ProductQuerySet:
        return products.of_store(value)

    def filter_ordering(self, products: ProductQuerySet, name: str, value: str) -> ProductQuerySet:
        orderings = {
            "newest": products.newest,
            "price": products.cheapest,
            "-price": products.dearest,
            "-rating": products.best_rated,
        }
        return orderings[value]()

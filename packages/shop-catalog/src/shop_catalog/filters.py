"""How a list of products is narrowed and ordered: the same words on pages and in the API."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import isfinite
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from shop_core.forms import MoneyField, YesNoField

from .models import Category, Listing
from .models.listings import ListingQuerySet
from .narrowing import AttributeWish, Narrowing, SellerWish
from .search.words import MAX_TEXT

PREFIX = "attr."
BOUNDS = {"min": "least", "max": "most"}
MAX_ATTRIBUTES = 10
MAX_VALUES = 30


@extend_schema_field(OpenApiTypes.DECIMAL)
class MoneyFilter(django_filters.Filter):  # type: ignore[misc]
    """Takes a decimal amount of the shop's currency."""

    field_class = MoneyField


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(django_filters.Filter):  # type: ignore[misc]
    """Takes true or false, and refuses anything else."""

    field_class = YesNoField


class ProductFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The query string of every list of products."""

    ORDERINGS = (
        ("relevance", _("Best match")),
        ("newest", _("Newest first")),
        ("price", _("Price: low to high")),
        ("-price", _("Price: high to low")),
        ("-rating", _("Best rated")),
        ("bestselling", _("Bestselling")),
    )

    search = django_filters.CharFilter(label=_("Search"), widget=forms.TextInput(attrs={"maxlength": MAX_TEXT}))
    category = django_filters.CharFilter(label=_("Category"), help_text=_("The key or the address of a category."))
    min_price = MoneyFilter(label=_("Price from"), min_value=0)
    max_price = MoneyFilter(label=_("Price to"), min_value=0)
    min_rating = django_filters.ChoiceFilter(
        label=_("Rating"),
        choices=[(stars, ngettext_lazy("%d star or more", "%d stars or more") % stars) for stars in (4, 3, 2, 1)],
        empty_label=_("Any"),
    )
    in_stock = YesNoFilter(label=_("In stock only"), help_text=_("False: only what is sold out."))
    featured = YesNoFilter(label=_("Featured"))
    store = django_filters.UUIDFilter(label=_("Store"))
    seller = django_filters.CharFilter(
        label=_("Seller"),
        help_text=_(
            'The id or the user name of a seller, the two capital letters of a country, or "none": sold by the shop itself.'
        ),
    )
    ordering = django_filters.ChoiceFilter(label=_("Sort by"), choices=ORDERINGS, empty_label=_("Recommended"))

    class Meta:
        model = Listing
        fields: list[str] = []

    def filter_queryset(self, queryset: ListingQuerySet) -> ListingQuerySet:
        return self.narrowing.ordered()

    @cached_property
    def narrowing(self) -> Narrowing:
        """The wishes; what is wrong is none."""
        return _narrowing(self.form.cleaned_data if self.form.errors is not None else {}, self.data)


def plain_narrowing(query: Mapping[str, Any]) -> Narrowing | None:
    """Return the wishes of a query string; None where something in it is wrong, which `ProductFilter` can explain.

    To make the form of all filters costs more than most lists: this one has just the fields that are asked for.
    """
    asked = tuple(name for name in ProductFilter.base_filters if name in query)
    form = _form_of(asked)(query)
    return _narrowing(form.cleaned_data, query) if form.is_valid() else None


@lru_cache(256)
def _form_of(names: tuple[str, ...]) -> type[forms.Form]:
    return type("Wishes", (forms.Form,), {name: ProductFilter.base_filters[name].field for name in names})


def _narrowing(given: Mapping[str, Any], query: Mapping[str, Any]) -> Narrowing:
    category = Category.objects.live().named(given["category"]) if given.get("category") else None
    return Narrowing(
        search=given.get("search", ""),
        ordering=given.get("ordering", ""),
        category=category,
        nowhere=bool(given.get("category")) and category is None,
        min_price=given["min_price"].minor if given.get("min_price") is not None else None,
        max_price=given["max_price"].minor if given.get("max_price") is not None else None,
        min_rating=int(given["min_rating"]) if given.get("min_rating") else None,
        in_stock=given.get("in_stock"),
        featured=given.get("featured"),
        store=given.get("store"),
        seller=SellerWish.parse(given["seller"]) if given.get("seller") else None,
        attributes=attribute_wishes(query),
    )


def attribute_wishes(query: Mapping[str, Any]) -> dict[str, AttributeWish]:
    """Read what a query string asks of attributes: ``attr.color=red&attr.color=blue&attr.width.min=20``."""
    wishes: dict[str, AttributeWish] = {}
    for name in [name for name in query if name.startswith(PREFIX)][:MAX_ATTRIBUTES]:
        values = tuple(value for value in _values(query, name) if value and "\x00" not in value)[:MAX_VALUES]
        head, _dot, tail = name.rpartition(".")
        field, bound = (head, BOUNDS[tail]) if tail in BOUNDS and head != "attr" else (name, "")
        number = _number(values[0]) if bound and values else None
        if number is not None:
            bounds: dict[str, Any] = {bound: number}
            wishes[field] = replace(wishes.get(field, AttributeWish()), **bounds)
        elif values and not bound:
            wishes[field] = replace(wishes.get(field, AttributeWish()), values=values)
    return wishes


def wrong_bounds(query: Mapping[str, Any]) -> list[str]:
    """Return the words of a query string that should bound an attribute by a number and do not."""
    bounds = [
        name for name in query if name.startswith(PREFIX) and name.count(".") > 1 and name.endswith((".min", ".max"))
    ]
    return [name for name in bounds if (values := _values(query, name)) and values[0] and _number(values[0]) is None]


def _values(query: Mapping[str, Any], name: str) -> Sequence[str]:
    return query.getlist(name) if isinstance(query, QueryDict) else [str(query[name])]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None

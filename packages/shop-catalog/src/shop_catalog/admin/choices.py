"""Choosing a category among thousands: a field that searches, and names each by its whole address."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet

from ..models import Category, Product

SEARCH_URL_NAME = "shop_catalog_category_search"


class CategorySearchView(AutocompleteJsonView):
    """Answers the categories that can be chosen."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": obj.url_path}


class CategorySelect(AutocompleteSelect):
    url_name = f"%s:{SEARCH_URL_NAME}"


class CategoryField(forms.ModelChoiceField):
    """A live category, searched for as one types."""

    def __init__(self, *, admin_site: AdminSite, **kwargs: Any) -> None:
        widget = CategorySelect(Product._meta.get_field("category"), admin_site)
        super().__init__(**kwargs | {"queryset": Category.objects.live(), "widget": widget})

    def label_from_instance(self, category: Any) -> str:
        return str(category.url_path)

"""What products of a kind have in common."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.admin import SoftDeleteAdmin
from shop_core.exceptions import ShopError

from ..exceptions import AttributeCodeTakenError, AttributeMeansOtherError
from ..models import Attribute, AttributeChoice, AttributeValue
from ..services.attribute_details import share_unit
from ..services.attributes import (
    delete_attribute,
    publish_holders,
    read_value,
    refuse_other_meaning,
    refuse_taken_code,
    restore_attribute,
)
from ..services.history import CHOICES
from .history import HistoryAdmin


class AttributeForm(forms.ModelForm):
    """An attribute whose code nobody else has where it holds."""

    class Meta:
        model = Attribute
        fields = ("category", "code", "name", "kind", "unit", "is_filter", "position")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        category, code = cleaned.get("category"), cleaned.get("code")
        if cleaned.get("unit") and cleaned.get("kind") != Attribute.Kind.NUMBER:
            self.add_error("unit", _("Only numbers have a unit."))
        if "kind" in self.changed_data and self.instance.pk and self.instance.values.exists():
            self.add_error("kind", _("Products have values of this kind already; make another attribute instead."))
        if category and code:
            unit = cleaned.get("unit", "") if "code" in self.changed_data else None  # else all of the code get the unit
            try:
                refuse_taken_code(category=category, code=code, attribute=self.instance)
                refuse_other_meaning(code=code, kind=cleaned.get("kind", ""), unit=unit, attribute=self.instance)
            except (AttributeCodeTakenError, AttributeMeansOtherError) as refusal:
                self.add_error("code", str(refusal))
        return cleaned


class ChoiceInline(admin.TabularInline):
    model = AttributeChoice
    extra = 0
    fields = ("label", "color", "position")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Attribute)
class AttributeAdmin(HistoryAdmin, SoftDeleteAdmin):
    watched_parts = (CHOICES,)
    form = AttributeForm
    inlines = (ChoiceInline,)
    list_display = ("name", "code", "kind", "unit", "category", "is_filter")
    list_filter = ("kind", "is_filter")
    list_select_related = ("category",)
    autocomplete_fields = ("category",)
    search_fields = ("name", "code")
    ordering = ("category__path", "position", "pk")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        share_unit(code=form.instance.code, unit=form.instance.unit)
        publish_holders(attribute=form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_attribute(attribute=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for attribute in queryset:
            delete_attribute(attribute=attribute)

    @admin.action(description=_("Restore selected"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for attribute in queryset.select_related("category"):
            try:
                restore_attribute(attribute=attribute)
            except ShopError as refusal:
                self.message_user(request, f"{attribute}: {refusal}", "error")


EMPTY: dict[str, Any] = {"text": "", "number": None, "boolean": None, "choice": None}


class ValueForm(forms.ModelForm):
    """A value of a product, typed as people write it."""

    value = forms.CharField(label=_("value"), max_length=250)

    class Meta:
        model = AttributeValue
        fields = ("attribute",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["value"] = self.instance.term

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "attribute" in cleaned and "value" in cleaned:
            try:
                column = read_value(cleaned["attribute"], cleaned["value"])
            except ValueError as fault:
                self.add_error("value", str(fault))
            else:
                for name, value in (EMPTY | column).items():
                    setattr(self.instance, name, value)
        return cleaned


class ValueInline(admin.TabularInline):
    model = AttributeValue
    form = ValueForm
    extra = 0
    autocomplete_fields = ("attribute",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("attribute", "choice")

"""Discounts, ways of shipping and taxes, as staff set them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop_core.addresses.countries import country_choices, country_name
from shop_core.admin import SoftDeleteAdmin

from ..conf import conf
from ..models import Discount, ShippingMethod, ShippingRate, TaxRate, normalize_code
from .fields import AmountField, AmountsForm, CountriesField, ListField, WholeRowForm


def help_of(name: str) -> Any:
    """Return the help of a column of discounts."""
    column: Any = Discount._meta.get_field(name)
    return column.help_text


def typed_help(name: str) -> Any:
    """Return the help for a list of references that is typed."""
    return format_lazy("{} {}", help_of(name), _("References, with commas between them."))


class DiscountForm(WholeRowForm, AmountsForm):
    amounts: ClassVar = {"off": "off_amount", "minimum": "minimum_amount"}

    off = AmountField(label=_("amount off"), min_value=0, required=False)
    minimum = AmountField(
        label=_("minimum total"),
        min_value=0,
        required=False,
        help_text=help_of("minimum_amount"),
    )
    category_refs = ListField(label=_("categories"), required=False, help_text=typed_help("category_refs"))
    seller_refs = ListField(label=_("sellers"), required=False, help_text=typed_help("seller_refs"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = conf.hook("DISCOUNT_SCOPES")
        self._offer("category_refs", scopes.categories())
        self._offer("seller_refs", scopes.sellers())

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Let staff choose where the project lists the choices; what was chosen and is listed no more stays."""
        if not choices:
            return
        typed = self.fields[name]
        gone = [(ref, ref) for ref in getattr(self.instance, name) if ref not in dict(choices)]
        self.fields[name] = forms.MultipleChoiceField(
            choices=[*choices, *gone],
            widget=forms.CheckboxSelectMultiple,
            label=typed.label,
            help_text=help_of(name),
            required=False,
        )

    def clean_code(self) -> str:
        return normalize_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and (cleaned["percent_off"] is None) == (cleaned["off"] is None):
            self.add_error("percent_off", _("Give either percent or an amount."))
        return cleaned


class WhenFilter(admin.SimpleListFilter):
    """By whether a discount can be had now."""

    title = _("validity")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("Valid now")), ("later", _("Not yet")), ("over", _("Over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Discount]) -> QuerySet[Discount]:
        now = timezone.now()
        if self.value() == "later":
            return queryset.filter(starts_at__gt=now)
        if self.value() == "over":
            return queryset.filter(ends_at__lte=now)
        if self.value() == "now":
            return queryset.filter(is_active=True).exclude(starts_at__gt=now).exclude(ends_at__lte=now)
        return queryset


@admin.register(Discount)
class DiscountAdmin(SoftDeleteAdmin):
    """Vouchers and automatic discounts."""

    form = DiscountForm
    list_display = ("name", "code", "percent_off", "off", "ends_at", "uses", "max_uses", "is_active")
    list_filter = ("is_active", WhenFilter, "is_exclusive")
    search_fields = ("name", "code")
    ordering = ("-created_at", "-pk")
    readonly_fields = ("uses",)
    fieldsets = (
        (None, {"fields": ("name", "code", "is_active")}),
        (_("What it takes off"), {"fields": ("percent_off", "off", "currency")}),
        (_("Limits"), {"fields": ("minimum", "starts_at", "ends_at", "max_uses", "max_uses_per_customer", "uses")}),
        (_("What it is for"), {"fields": ("category_refs", "seller_refs")}),
        (_("With other discounts"), {"fields": ("is_exclusive", "priority")}),
    )


class ShippingRateForm(AmountsForm):
    amounts: ClassVar = {"price": "price_amount", "free_over": "free_over_amount"}

    countries = CountriesField(
        label=_("countries"), required=False, help_text=ShippingRate._meta.get_field("countries").help_text
    )
    price = AmountField(label=_("price"), min_value=0)
    free_over = AmountField(
        label=_("free from"),
        min_value=0,
        required=False,
        help_text=ShippingRate._meta.get_field("free_over_amount").help_text,
    )


class ShippingRateInline(admin.TabularInline):
    model = ShippingRate
    form = ShippingRateForm
    fields = ("countries", "up_to_grams", "price", "free_over", "currency")
    extra = 1


@admin.register(ShippingMethod)
class ShippingMethodAdmin(SoftDeleteAdmin):
    """The ways of shipping, each with its rates."""

    list_display = ("name", "description", "tax_class", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    inlines = (ShippingRateInline,)


class TaxRateForm(WholeRowForm):
    country = forms.ChoiceField(
        label=_("country"), required=False, help_text=TaxRate._meta.get_field("country").help_text
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "---------"), *country_choices()]  # type: ignore[attr-defined]


@admin.register(TaxRate)
class TaxRateAdmin(SoftDeleteAdmin):
    """Taxes by country and class."""

    form = TaxRateForm
    fields = ("country", "tax_class", "name", "rate")
    list_display = ("country_name", "tax_class", "name", "rate")
    list_filter = ("tax_class",)
    search_fields = ("country", "tax_class", "name")
    ordering = ("country", "tax_class")

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, row: TaxRate) -> str:
        return country_name(row.country) if row.country else "*"

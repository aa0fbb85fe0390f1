"""Sellers, their stores and what these offer."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop_core.forms import MoneyField
from shop_core.templatetags.shop_money import money

from ..models import Offer, Seller, Store
from ..services.history import history
from ..services.offers import change_price, delete_offer, restore_offer
from ..services.sellers import approve_seller, delete_seller, restore_seller, suspend_seller
from ..services.stock import adjust
from ..services.stores import delete_store, refuse_taken_names, restore_store
from .listings import ListingAdmin


@admin.register(Seller)
class SellerAdmin(ListingAdmin):
    products_path = "stores__offers__variant__product"
    list_display = ("name", "country", "is_approved", "created_at")
    list_filter = ("is_approved",)
    search_fields = ("name",)
    raw_id_fields = ("user",)
    ordering = ("name", "pk")
    actions = (*ListingAdmin.actions, "approve_selected", "suspend_selected")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "name" in form.changed_data:
            refuse_taken_names(seller=obj if change else None, name=obj.name)
        wanted = obj.is_approved
        obj.is_approved = bool(change and form.initial["is_approved"])
        super().save_model(request, obj, form, change)
        if wanted != obj.is_approved:
            (approve_seller if wanted else suspend_seller)(seller=obj)

    def delete_record(self, record: Any) -> None:
        delete_seller(seller=record)

    def restore_record(self, record: Any) -> None:
        restore_seller(seller=record)

    @admin.action(description=_("Approve selected sellers"), permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        sellers = list(queryset.filter(is_approved=False, deleted_at=None))
        for seller in sellers:
            approve_seller(seller=seller)
        told = ngettext("%d seller is approved and mailed.", "%d sellers are approved and mailed.", len(sellers))
        messages.success(request, told % len(sellers))

    @admin.action(description=_("Suspend selected sellers"), permissions=["change"])
    def suspend_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        sellers = list(queryset.filter(is_approved=True))
        for seller in sellers:
            suspend_seller(seller=seller)
        told = ngettext("%d seller is suspended.", "%d sellers are suspended.", len(sellers))
        messages.success(request, told % len(sellers))


@admin.register(Store)
class StoreAdmin(ListingAdmin):
    products_path = "offers__variant__product"
    list_display = ("name", "seller", "is_open", "is_default")
    list_filter = ("is_open",)
    list_select_related = ("seller",)
    search_fields = ("name", "seller__name")
    autocomplete_fields = ("seller",)
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("name", "pk")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if {"name", "seller"} & set(form.changed_data):
            refuse_taken_names(seller=obj.seller, name=obj.name)
        super().save_model(request, obj, form, change)

    def delete_record(self, record: Any) -> None:
        delete_store(store=record)

    def restore_record(self, record: Any) -> None:
        restore_store(store=record)


class OfferForm(forms.ModelForm):
    """An offer with its price as people write it, and its stock as it was counted."""

    price = MoneyField(label=_("price"), min_value=0)
    counted = forms.IntegerField(
        label=_("units counted"), min_value=0, max_value=1_000_000, required=False, help_text=_("Empty: as it is.")
    )

    class Meta:
        model = Offer
        fields = ("variant", "store", "is_active", "low_stock_threshold")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["price"] = self.instance.price

    def clean_counted(self) -> int | None:
        counted: int | None = self.cleaned_data["counted"]
        if counted is not None and counted < self.instance.reserved:
            raise forms.ValidationError(_("The stock cannot fall below what is held for orders."))
        return counted


@admin.register(Offer)
class OfferAdmin(ListingAdmin):
    products_path = "variant__product"
    form = OfferForm
    list_display = ("variant", "store", "shown_price", "on_hand", "reserved", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("variant__product", "store")
    search_fields = ("variant__product__name", "variant__sku", "store__name", "public_id")
    autocomplete_fields = ("variant", "store")
    readonly_fields = ("public_id", "on_hand", "reserved")
    ordering = ("-pk",)

    @admin.display(description=_("price"), ordering="price_amount")
    def shown_price(self, offer: Offer) -> str:
        return money(offer.price)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        price, counted = form.cleaned_data["price"], form.cleaned_data["counted"]
        if change:
            self.watch(request.watches, obj)  # type: ignore[attr-defined]
            obj.save(update_fields=["variant", "store", "is_active", "low_stock_threshold", "updated_at"])
            change_price(offer=obj, price=price)
        else:
            obj.price = price
            obj.save()
            history.created([obj])
        if counted is not None:
            adjust(offer=obj, on_hand=counted, reference=f"admin:{get_random_string(16)}")

    def delete_record(self, record: Any) -> None:
        delete_offer(offer=record)

    def restore_record(self, record: Any) -> None:
        restore_offer(offer=record)

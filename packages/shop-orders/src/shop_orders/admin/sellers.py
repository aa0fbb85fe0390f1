"""What sellers sold and are owed, and the invoices: to look at; what was paid out is entered."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.admin import LongListAdmin
from shop_core.exceptions import ShopError
from shop_core.money import Money

from ..models import Invoice, SellerEntry, SubOrder
from ..services.sub_orders import adjust_balance
from .fields import AmountsForm


class LookAdmin(LongListAdmin):
    """Rows that nobody changes."""

    ordering = ("-pk",)
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SubOrder)
class SubOrderAdmin(LookAdmin):
    """The parts of sellers."""

    list_display = ("order", "seller_name", "state", "total", "commission", "payout", "created_at")
    list_filter = ("state", "created_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "seller_name", "=seller_ref")
    fields = (
        "order",
        "seller_name",
        "seller_ref",
        "state",
        "total",
        "taken_back",
        "commission_rate",
        "commission",
        "payout",
        "created_at",
    )
    readonly_fields = fields


class AdjustmentForm(AmountsForm):
    """An amount that a seller is owed more, or less."""

    amounts: ClassVar = {"amount": "moved_amount"}

    amount = forms.DecimalField(
        label=_("amount"), help_text=_("Negative: the seller is owed less, such as what was paid out.")
    )
    reference = forms.CharField(label=_("reference"), max_length=64, help_text=_("Such as the number of the transfer."))

    class Meta:
        model = SellerEntry
        fields = ("seller_ref", "currency", "reference")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                amount = Money(self.instance.moved_amount, cleaned["currency"])
                self.entry = adjust_balance(
                    seller_ref=cleaned["seller_ref"], amount=amount, reference=cleaned["reference"]
                )
            except ShopError as refusal:
                self.add_error("reference", str(refusal))
        return cleaned


@admin.register(SellerEntry)
class SellerEntryAdmin(LookAdmin):
    """The ledger of the sellers; what is added is an adjustment."""

    form = AdjustmentForm
    list_display = ("created_at", "seller_ref", "kind", "amount", "reference", "sub_order")
    list_filter = ("kind", "created_at")
    list_select_related = ("sub_order",)
    search_fields = ("=seller_ref", "reference")

    def has_add_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_perm("shop_orders.add_sellerentry"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("seller_ref", "amount", "currency", "reference")
        return ("created_at", "seller_ref", "kind", "amount", "reference", "sub_order")

    def save_model(self, request: HttpRequest, obj: SellerEntry, form: Any, change: bool) -> None:
        obj.pk = form.entry.pk

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)


@admin.register(Invoice)
class InvoiceAdmin(LookAdmin):
    """Invoices and credit notes."""

    list_display = ("number", "kind", "order", "total", "issued_at")
    list_filter = ("kind", "issued_at")
    list_select_related = ("order",)
    search_fields = ("number", "order__number")
    fields = ("number", "kind", "order", "corrects", "total", "issued_at")
    readonly_fields = fields

"""The back office: orders with their lines and history; what moves an order goes through the services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop_core.admin import SoftDeleteAdmin

from ..live import version_of
from ..models import (
    REFUND_DUE,
    Cart,
    CartLine,
    Order,
    OrderDiscount,
    OrderEvent,
    OrderLine,
    OrderNote,
    OrderState,
    PaymentStatus,
    Shipment,
)
from ..services.bulk import move_orders
from ..services.exports import export_orders
from ..services.numbering import normalize_number
from ..services.removal import delete_order
from ..services.states import settle_order


class ReadOnlyInline(admin.TabularInline):
    """Rows to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OrderLineInline(ReadOnlyInline):
    model = OrderLine
    fields = (
        "name",
        "sku",
        "seller_name",
        "state",
        "quantity",
        "cancelled_quantity",
        "returned_quantity",
        "unit_price",
        "discount",
        "tax",
        "tax_sum",
        "total",
    )
    readonly_fields = fields


class OrderDiscountInline(ReadOnlyInline):
    model = OrderDiscount
    fields = ("name", "code", "off", "given_back_at")
    readonly_fields = fields


class ShipmentInline(ReadOnlyInline):
    model = Shipment
    fields = ("created_at", "carrier", "tracking_number")
    readonly_fields = fields
    ordering = ("pk",)


class OrderNoteInline(ReadOnlyInline):
    model = OrderNote
    fields = ("created_at", "author", "text")
    readonly_fields = fields
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderNote]:
        notes: QuerySet[OrderNote] = super().get_queryset(request).select_related("author")
        return notes


class OrderEventInline(ReadOnlyInline):
    model = OrderEvent
    fields = ("created_at", "kind", "before", "after", "actor", "reference", "facts")
    readonly_fields = fields
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderEvent]:
        events: QuerySet[OrderEvent] = super().get_queryset(request).select_related("actor")
        return events


HEAD = ("number", "state", "cancel_reason", "needs_attention", "payment_status")
CUSTOMER = ("user", "email", "shipping_address_data", "billing_address_data", "shipping_name", "shipping_ref")
MONEY = (
    "items",
    "discount",
    "shipping",
    "tax",
    "prices_include_tax",
    "total",
    "received",
    "refunded",
    "refund_due",
    "paid_at",
    "hold_expires_at",
)
RECORD = ("created_at", "updated_at", "language", "origin")


class MoneyFilter(admin.SimpleListFilter):
    """By what has come in, and what has to go back."""

    title = _("payment")
    parameter_name = "money"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("unpaid", PaymentStatus.UNPAID.label),
            ("paid", PaymentStatus.PAID.label),
            ("refunded", PaymentStatus.REFUNDED.label),
            ("due", _("To be returned")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        wanted = {
            "unpaid": Q(paid_amount__lt=F("total_amount"), refunded_amount=0),
            "paid": Q(paid_amount__gte=F("total_amount"), refunded_amount=0),
            "refunded": Q(refunded_amount__gt=0),
            "due": REFUND_DUE,
        }.get(self.value() or "", Q())
        return queryset.filter(wanted)


@admin.register(Order)
class OrderAdmin(SoftDeleteAdmin):
    """Orders: everything is read, and moved by actions."""

    list_display = ("number", "created_at", "state", "email", "total", "payment_status", "needs_attention")
    list_filter = ("state", MoneyFilter, "needs_attention", "created_at")
    search_fields = ("number", "email", "=invoices__number", "=shipments__tracking_number")
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    show_full_result_count = False
    inlines = (OrderLineInline, OrderDiscountInline, ShipmentInline, OrderNoteInline, OrderEventInline)
    actions = (
        *SoftDeleteAdmin.actions,
        "start_processing",
        "mark_shipped",
        "mark_delivered",
        "cancel",
        "settle",
        "export",
    )
    fieldsets = (
        (None, {"fields": HEAD}),
        (_("Customer"), {"fields": CUSTOMER}),
        (_("Money"), {"fields": MONEY}),
        (_("Record"), {"fields": RECORD}),
    )
    readonly_fields = HEAD + CUSTOMER + MONEY + RECORD

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Say which version the page shows, so that it is loaded again when the order changes."""
        number = Order.all_objects.filter(pk=object_id).values_list("number", flat=True).first() or ""
        live = {"live_version": version_of(number)}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **live})

    def view_on_site(self, obj: Order) -> str:
        """Lead to where staff see to it, down to single units."""
        return reverse("shop_orders:sale-detail", args=[obj.number])

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Order], search_term: str) -> Any:
        """Find a number however it is typed."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(number=normalize_number(search_term)) if search_term else found, may_repeat

    def delete_model(self, request: HttpRequest, obj: Order) -> None:
        delete_order(order=obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for order in queryset:
            self.delete_model(request, order)

    @admin.action(description=_("Move to processing"), permissions=["change"])
    def start_processing(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move(request, queryset, OrderState.PROCESSING)

    @admin.action(description=_("Move to shipped"), permissions=["change"])
    def mark_shipped(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move(request, queryset, OrderState.SHIPPED)

    @admin.action(description=_("Move to delivered"), permissions=["change"])
    def mark_delivered(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move(request, queryset, OrderState.DELIVERED)

    @admin.action(description=_("Cancel and give the stock back"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move(request, queryset, OrderState.CANCELLED)

    @admin.action(description=_("Attention is no longer needed"), permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        for order in queryset:
            settle_order(order=order, by=request.user)  # type: ignore[arg-type]

    @admin.action(description=_("Export as CSV"))
    def export(self, request: HttpRequest, queryset: QuerySet[Order]) -> StreamingHttpResponse:
        answer = StreamingHttpResponse(export_orders(queryset), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="orders.csv"'
        return answer

    def _move(self, request: HttpRequest, queryset: QuerySet[Order], state: OrderState) -> None:
        outcome = move_orders(orders=queryset, state=state, by=request.user)  # type: ignore[arg-type]
        for number, refusal in outcome.refused.items():
            messages.error(request, f"{number}: {refusal}")
        if moved := len(outcome.moved):
            messages.success(
                request, ngettext("%(count)d order moved.", "%(count)d orders moved.", moved) % {"count": moved}
            )


class CartLineInline(ReadOnlyInline):
    model = CartLine
    fields = ("product_ref", "quantity", "created_at")
    readonly_fields = fields


@admin.register(Cart)
class CartAdmin(admin.ModelAdmin):
    """Carts, to look at."""

    list_display = ("public_id", "user", "state", "updated_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    ordering = ("-updated_at",)
    show_full_result_count = False
    inlines = (CartLineInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

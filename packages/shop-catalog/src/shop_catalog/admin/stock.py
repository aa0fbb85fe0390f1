"""The ledger and the holds, to look at only."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop_core.admin import LongListAdmin

from ..models import Offer, StockAlert, StockMovement, StockReservation


class ReadOnlyAdmin(LongListAdmin):
    """Shows rows that only services write."""

    list_select_related: ClassVar[tuple[str, ...]] = ("offer__variant__product", "offer__store")
    search_fields: ClassVar[tuple[str, ...]] = ("reference", "offer__variant__product__name", "offer__variant__sku")
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "offer", "kind", "quantity", "reference")
    list_filter = ("kind",)


@admin.register(StockReservation)
class StockReservationAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "offer", "quantity", "state", "expires_at", "reference")
    list_filter = ("state",)


@admin.register(StockAlert)
class StockAlertAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "offer", "on_hand", "threshold", "sent_at")
    list_select_related = ("movement__offer__variant__product", "movement__offer__store")
    search_fields = ("movement__reference", "movement__offer__variant__product__name", "movement__offer__variant__sku")

    @admin.display(description=_("offer"))
    def offer(self, alert: StockAlert) -> Offer:
        return alert.movement.offer

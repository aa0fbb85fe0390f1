"""The page on which staff, and sellers for their part, see to an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from shop_core.exceptions import ShopError

from ..access import may_manage, may_move
from ..buyers import buyer_of
from ..desk_forms import MoveForm, NoteForm, ParcelForm, RefundForm, UnitsForm
from ..live import version_of
from ..models import CancelReason, EventKind, Order, OrderEvent, OrderLine, OrderState, Shipment
from ..seller_orders import OVER
from ..services.lines import CANCELLABLE, RETURNABLE, cancel_units, move_lines, return_units
from ..services.notes import add_note
from ..services.numbering import normalize_number
from ..services.refunds import record_refund
from ..services.shipments import set_tracking
from ..services.states import next_line_states
from .orders import label

FORMS: Mapping[str, str] = {
    "move": "move_form",
    "cancel": "units_form",
    "return": "units_form",
    "parcel": "parcel_form",
    "note": "note_form",
    "refund": "refund_form",
}
"""What can be done, and the form that says how."""
STAFF_ONLY = {"note", "refund"}
TOLD = {EventKind.STATE_CHANGED, EventKind.LINES_MOVED, EventKind.UNITS_CANCELLED, EventKind.UNITS_RETURNED}
"""What sellers learn of an order's history, where it is about their lines."""


@method_decorator(never_cache, name="dispatch")
class SaleView(LoginRequiredMixin, View):
    """An order as staff see it, or the part of it that a seller sees once it is paid. To others it does not exist."""

    order: Order
    lines: Sequence[OrderLine]
    manages: bool
    version: int

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            number = normalize_number(kwargs["number"])
            self.version = version_of(number)
            self.order = get_object_or_404(Order.objects.in_full(), number=number)
            self.lines = [line for line in self.order.lines.all() if may_move(request, line)]
            self.manages = may_manage(request)
            if not self.manages and not (self.lines and self.order.paid_at):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def forms(self, data: Any = None) -> dict[str, forms.Form]:
        return {
            "move_form": MoveForm(data, lines=self.lines),
            "units_form": UnitsForm(data),
            "parcel_form": ParcelForm(data),
            "note_form": NoteForm(data),
            "refund_form": RefundForm(data, order=self.order),
        }

    def parcels(self) -> list[Shipment]:
        """Return the parcels of which who asks may see all."""
        own = {line.pk for line in self.lines}
        held: dict[int | None, set[int]] = {}
        for line in self.order.lines.all():
            held.setdefault(line.shipment_id, set()).add(line.pk)
        return [parcel for parcel in self.order.shipments.all() if held.get(parcel.pk, set()) <= own]

    def events(self) -> list[OrderEvent]:
        """Return the history: whole for staff, that of the own lines for a seller."""
        events = self.order.events.order_by("pk")
        own = {line.pk for line in self.lines}
        return [event for event in events if self.manages or (event.kind in TOLD and event.is_about(own))]

    def show(self, status: int = 200, **bound: Any) -> HttpResponse:
        """Draw the page.

        :param bound: a form that came back, and the key of the line or parcel that it is ``about``.
        """
        moves = {state for line in self.lines for state in next_line_states(line)} - {OrderState.CANCELLED}
        address = self.order.shipping_address
        if address and not self.manages:
            address = None if all(line.state in OVER for line in self.lines) else replace(address, phone="")
        context = {
            "order": self.order,
            "live_version": self.version,
            "lines": self.lines,
            "manages": self.manages,
            "moves": [state for state in OrderState if state in moves],
            "over": OVER,
            "cancellable": CANCELLABLE,
            "returnable": RETURNABLE,
            "shipments": self.parcels(),
            "shipping_label": label(address),
            "events": self.events(),
            "notes": self.order.notes.select_related("author").order_by("pk") if self.manages else [],
        }
        return render(self.request, "shop_orders/sale_detail.html", context | self.forms() | bound, status=status)


class SaleDetailView(SaleView):
    """What is in an order, and what is to be done."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.show()


class SaleDeedView(SaleView):
    """What staff and sellers do to an order; what cannot be done is said on the page, with all that was typed."""

    def post(self, request: HttpRequest, number: str, deed: str, pk: int = 0) -> HttpResponse:
        if deed not in FORMS or (deed in STAFF_ONLY and not self.manages):
            raise Http404
        form, status = self.forms(request.POST)[FORMS[deed]], 422
        if form.is_valid():
            try:
                getattr(self, f"do_{deed}")(form.cleaned_data, pk)
            except ShopError as refusal:
                form.add_error(None, str(refusal))
                status = int(refusal.status)
            else:
                messages.success(request, _("Done."))
                return redirect("shop_orders:sale-detail", number)
        return self.show(status, **{FORMS[deed]: form, "about": pk})

    def do_move(self, wish: Mapping[str, Any], pk: int) -> None:
        move_lines(order=self.order, by=self.user, reason=self.reason, **{**wish, "state": OrderState(wish["state"])})

    def do_cancel(self, wish: Mapping[str, Any], pk: int) -> None:
        units = {self.line(pk): wish["quantity"]}
        cancel_units(order=self.order, units=units, by=self.user, reason=self.reason, key=wish["key"])

    def do_return(self, wish: Mapping[str, Any], pk: int) -> None:
        units = {self.line(pk): wish["quantity"]}
        return_units(order=self.order, units=units, by=self.user, restock=wish["restock"], key=wish["key"])

    def do_parcel(self, wish: Mapping[str, Any], pk: int) -> None:
        parcel = next((parcel for parcel in self.parcels() if parcel.pk == pk), None)
        if parcel is None:
            raise Http404
        set_tracking(shipment=parcel, by=self.user, **wish)

    def do_note(self, wish: Mapping[str, Any], pk: int) -> None:
        add_note(order=self.order, by=self.user, **wish)

    def do_refund(self, wish: Mapping[str, Any], pk: int) -> None:
        record_refund(order=self.order, by=self.user, **wish)

    @property
    def user(self) -> Any:
        return buyer_of(self.request)

    @property
    def reason(self) -> CancelReason:
        return CancelReason.STAFF if self.manages else CancelReason.SELLER

    def line(self, pk: int) -> OrderLine:
        line = next((line for line in self.lines if line.pk == pk), None)
        if line is None:
            raise Http404
        return line

"""The pages of orders: the history of a customer, and one order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import ListView

from shop_core.addresses import format_address
from shop_core.contracts import PostalAddress
from shop_core.exceptions import ShopError

from ..access import is_buyer, key_fits, may_see, remember_order
from ..live import version_of
from ..models import PROGRESS, CancelReason, EventKind, Order, OrderEvent, OrderState
from ..services.numbering import normalize_number
from ..services.states import cancel_order, next_states
from .checkout import to_payment


class OrderListView(LoginRequiredMixin, ListView):
    """The orders of who asks, the newest first."""

    template_name = "shop_orders/order_list.html"
    context_object_name = "orders"
    paginate_by = 20

    def get_queryset(self) -> Any:
        user: Any = self.request.user
        return Order.objects.for_customer(user).order_by("-created_at", "-pk").prefetch_related("lines")


class OrderView(View):
    """A page about one order that the visitor may see; to others it does not exist."""

    def find(self, request: HttpRequest, number: str) -> Order:
        shown = OrderEvent.objects.filter(kind__in=EventKind.for_buyers()).order_by("pk")
        orders = Order.objects.in_full().prefetch_related(Prefetch("events", shown, to_attr="story"))
        order: Order = get_object_or_404(orders, number=normalize_number(number))
        if not may_see(request, order):
            raise Http404
        return order


@method_decorator(never_cache, name="dispatch")
class OrderDetailView(OrderView):
    """One order: how far it has come, what is in it, what is to do."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        if "key" in request.GET:
            return self.open(request, number)
        version = version_of(normalize_number(number))
        order = self.find(request, number)
        context = {
            "order": order,
            "live_version": version,
            "steps": [(step, PROGRESS.index(step) <= self.reached(order)) for step in PROGRESS],
            "shipping_label": label(order.shipping_address),
            "billing_label": label(order.billing_address),
            "can_pay": is_buyer(request, order) and order.is_payable,
            "can_cancel": is_buyer(request, order) and OrderState.CANCELLED in next_states(order, staff=False),
        }
        return render(request, "shop_orders/order_detail.html", context)

    def open(self, request: HttpRequest, number: str) -> HttpResponse:
        """Let the holder of a signed link in, and take the key out of the address bar."""
        order: Order = get_object_or_404(Order.objects, number=number)
        if key_fits(order, request.GET["key"]):
            remember_order(request, order)
        return redirect(order)

    def reached(self, order: Order) -> int:
        return PROGRESS.index(OrderState(order.state)) if order.state in PROGRESS else -1


class OwnOrderView(OrderView):
    """A deed that is the buyer's alone."""

    def find(self, request: HttpRequest, number: str) -> Order:
        order = super().find(request, number)
        if not is_buyer(request, order):
            raise Http404
        return order


class OrderPayView(OwnOrderView):
    """Start a payment once more."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        return to_payment(request, self.find(request, number))


class OrderCancelView(OwnOrderView):
    """Cancel an order that is not paid yet."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        order, user = self.find(request, number), request.user
        try:
            cancel_order(order=order, reason=CancelReason.CUSTOMER, by=user if user.is_authenticated else None)
        except ShopError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your order is cancelled."))
        return redirect(order)


def label(address: PostalAddress | None) -> list[str]:
    """Return the lines of an address; none where it was erased."""
    return format_address(address) if address else []

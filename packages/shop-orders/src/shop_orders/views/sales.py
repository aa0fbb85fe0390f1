"""The pages of sellers: their orders, and what they are owed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from shop_core.pagination import LimitedPaginator

from ..access import seller_refs_of
from ..models import OrderLine, OrderState, SellerEntry, SubOrder


@method_decorator(never_cache, name="dispatch")
class SellerListView(LoginRequiredMixin, TemplateView):
    """A list of what is a seller's own, a page at a time, with the balance above it."""

    page_size = 20

    def rows(self, seller_refs: Any) -> Any:
        """Return what is listed."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refs = seller_refs_of(self.request)
        page = LimitedPaginator(self.rows(refs), self.page_size).get_page(self.request.GET.get("page", 1))
        balances = SellerEntry.objects.of_sellers(refs).balances()
        return super().get_context_data(page_obj=page, rows=page.object_list, balances=balances, **kwargs)


class SaleListView(SellerListView):
    """The orders with something of the seller, the latest first; ``?state=`` narrows."""

    template_name = "shop_orders/sale_list.html"

    def rows(self, seller_refs: Any) -> Any:
        lines = Prefetch("order__lines", OrderLine.objects.filter(seller_ref__in=seller_refs).order_by("pk"))
        parts = SubOrder.objects.live().of_sellers(seller_refs).select_related("order").prefetch_related(lines)
        return (parts.filter(state=self.state) if self.state else parts).order_by("-created_at", "-pk")

    @property
    def state(self) -> str:
        wanted = self.request.GET.get("state", "")
        return wanted if wanted in OrderState.values else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = [state for state in OrderState if state != OrderState.PENDING]
        return super().get_context_data(state=self.state, states=states, **kwargs)


class SellerLedgerView(SellerListView):
    """What the balance is made of, the latest first."""

    template_name = "shop_orders/seller_ledger.html"

    def rows(self, seller_refs: Any) -> Any:
        return SellerEntry.objects.of_sellers(seller_refs).select_related("sub_order__order").order_by("-pk")

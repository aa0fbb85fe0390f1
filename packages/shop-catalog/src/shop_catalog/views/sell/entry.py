"""How one becomes a seller, and what one is then."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ...models import Offer, StockMovement, Store
from ...sell_forms import RegistrationForm, SellerForm
from ...services.rights import may_register, may_sell, seller_of
from ...services.sellers import register_seller, update_seller
from .base import SellerMixin, ServiceFormView

SOLD_WITHIN = timedelta(days=30)
LOW_SHOWN = 8


class RegisterView(LoginRequiredMixin, ServiceFormView):
    """Begins a seller."""

    template_name = "shop_catalog/sell/register.html"
    form_class = RegistrationForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if seller_of(request.user):
            return redirect("shop_catalog_sell:overview")
        if request.user.is_authenticated and not may_register(request.user):
            raise PermissionDenied(_("You cannot sell in this shop."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sells_at_once=may_sell(self.request.user), **kwargs)

    def save(self, form: RegistrationForm) -> HttpResponse:
        form.cleaned_data.pop("bot_check")
        register_seller(user=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("shop_catalog_sell:overview")


class OverviewView(SellerMixin, TemplateView):
    """What one has, and what wants looking after; who waits for approval is told so."""

    section = "overview"
    for_waiting = True

    def get_template_names(self) -> list[str]:
        return ["shop_catalog/sell/overview.html" if self.sells else "shop_catalog/sell/waiting.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = Offer.objects.run_by(self.request.user)
        active = offers.filter(is_active=True)
        sold = StockMovement.objects.sales().filter(offer__in=offers, created_at__gt=timezone.now() - SOLD_WITHIN)
        low = active.low().select_related("variant__product", "store").order_by("on_hand", "pk")
        context = {
            "stores": Store.objects.run_by(self.request.user).with_offer_count().order_by("pk"),
            "active_count": active.count(),
            "sold_out_count": active.sold_out().count(),
            "low_count": active.scarce().count(),
            "low_offers": low[:LOW_SHOWN],
            "units_sold": -(sold.aggregate(units=Sum("quantity"))["units"] or 0),
        }
        return super().get_context_data(**context | kwargs)


class ProfileView(SellerMixin, ServiceFormView):
    """What one says of oneself; also while one waits, since the staff reads it."""

    template_name = "shop_catalog/sell/profile.html"
    form_class = SellerForm
    section = "profile"
    for_waiting = True

    def get_initial(self) -> dict[str, Any]:
        assert self.seller  # noqa: S101 - who is none was led away
        return SellerForm.initial_of(self.seller)

    def save(self, form: SellerForm) -> HttpResponse:
        assert self.seller  # noqa: S101 - as above
        update_seller(seller=self.seller, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect("shop_catalog_sell:profile")

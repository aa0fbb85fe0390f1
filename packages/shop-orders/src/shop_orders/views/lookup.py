"""The page on which guests find their order again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from shop_core.clients import client_address
from shop_core.exceptions import ShopError

from ..access import remember_order
from ..desk_forms import LookupForm
from ..services.lookup import find_guest_order


@method_decorator(never_cache, name="dispatch")
class OrderLookupView(FormView):
    """By the number and the e-mail address; the answer never says which of the two is wrong."""

    template_name = "shop_orders/order_lookup.html"
    form_class = LookupForm

    def form_valid(self, form: LookupForm) -> HttpResponse:
        client = client_address(self.request)
        try:
            order = find_guest_order(client=client, **form.cleaned_data)
        except ShopError as refusal:
            form.add_error(None, str(refusal))
            return self.refuse(form, int(refusal.status))
        remember_order(self.request, order)
        return redirect(order)

    def form_invalid(self, form: LookupForm) -> HttpResponse:
        return self.refuse(form, 422)

    def refuse(self, form: LookupForm, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

"""A seller's own stores."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from ...models import Store
from ...sell_forms import StoreForm
from ...services.stores import close_store, open_store, reopen_store, update_store
from .base import SellerMixin, ServiceFormView


class StoreListView(SellerMixin, ListView):
    template_name = "shop_catalog/sell/store_list.html"
    context_object_name = "stores"
    section = "stores"

    def get_queryset(self) -> QuerySet[Any]:
        stores: QuerySet[Any] = Store.objects.run_by(self.request.user).with_offer_count()
        return stores.order_by("pk")


class StoreAddView(SellerMixin, ServiceFormView):
    template_name = "shop_catalog/sell/store_form.html"
    form_class = StoreForm
    section = "stores"

    def save(self, form: StoreForm) -> HttpResponse:
        assert self.seller  # noqa: S101 - who is none was led away
        store = open_store(seller=self.seller, **form.cleaned_data)
        messages.success(self.request, _("%(store)s is open.") % {"store": store})
        return redirect("shop_catalog_sell:store-list")


class OwnStoreMixin(SellerMixin):
    """The store of the address; those of others are not there."""

    kwargs: dict[str, Any]
    section = "stores"

    @cached_property
    def store(self) -> Store:
        store: Store = get_object_or_404(Store.objects.run_by(self.request.user), public_id=self.kwargs["store"])
        return store


class StoreEditView(OwnStoreMixin, ServiceFormView):
    template_name = "shop_catalog/sell/store_form.html"
    form_class = StoreForm

    def get_initial(self) -> dict[str, Any]:
        return StoreForm.initial_of(self.store)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"store": self.store})

    def save(self, form: StoreForm) -> HttpResponse:
        update_store(store=self.store, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect("shop_catalog_sell:store-list")


class StoreDoorsView(OwnStoreMixin, View):
    """Opens a store, or closes it."""

    http_method_names = ["post", "options"]
    opens = True

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.opens:
            reopen_store(store=self.store)
            messages.success(request, _("%(store)s is open.") % {"store": self.store})
        else:
            close_store(store=self.store)
            messages.success(request, _("%(store)s is closed; nothing in it is on sale.") % {"store": self.store})
        return redirect("shop_catalog_sell:store-list")

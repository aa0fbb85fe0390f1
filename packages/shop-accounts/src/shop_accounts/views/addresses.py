"""The address book."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import generic

from ..exceptions import AddressGoneError
from ..forms.addresses import AddressForm
from ..models import Account, Address
from ..services.addresses import add_address, change_address, make_default_address, remove_address


class ListView(LoginRequiredMixin, generic.ListView):
    template_name = "shop_accounts/address_list.html"
    context_object_name = "addresses"

    def get_queryset(self) -> QuerySet[Address]:
        found: QuerySet[Address] = Address.objects.for_user(self.request.user)
        return found


class FormView(LoginRequiredMixin, generic.FormView):
    template_name = "shop_accounts/address_form.html"
    form_class = AddressForm
    success_url = reverse_lazy("shop_accounts:address-list")

    def form_valid(self, form: AddressForm) -> HttpResponse:
        try:
            self.save(form)
        except AddressGoneError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The address has been saved."))
        return super().form_valid(form)

    def save(self, form: AddressForm) -> None:
        raise NotImplementedError


class AddView(FormView):
    def get_initial(self) -> dict[str, Any]:
        account = Account.objects.of(self.request.user)  # type: ignore[arg-type]
        return {"name": account.full_name, "phone": account.phone}

    def save(self, form: AddressForm) -> None:
        add_address(user=self.request.user, **form.wish)  # type: ignore[arg-type]


class OwnAddressMixin(LoginRequiredMixin):
    """Find the address of the path among the user's own; anybody else's does not exist here."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def address(self) -> Address:
        address: Address = get_object_or_404(Address.objects.for_user(self.request.user), pk=self.kwargs["pk"])
        return address


class EditView(OwnAddressMixin, FormView):
    def get_initial(self) -> dict[str, Any]:
        return model_to_dict(self.address, AddressForm.base_fields)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=self.address, **kwargs)

    def save(self, form: AddressForm) -> None:
        change_address(address=self.address, **form.wish)


class DeleteView(OwnAddressMixin, generic.TemplateView):
    template_name = "shop_accounts/address_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=self.address, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        remove_address(address=self.address)
        messages.success(request, _("The address has been deleted."))
        return redirect("shop_accounts:address-list")


class MakeDefaultView(OwnAddressMixin, generic.View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with suppress(AddressGoneError):
            make_default_address(address=self.address)
        return redirect("shop_accounts:address-list")

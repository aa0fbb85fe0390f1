"""The change of one's phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from shop_core.exceptions import ShopError

from ..exceptions import TooManyCodesError, WrongPasswordError
from ..forms.profile import PhoneForm
from ..forms.security import CodeForm
from ..guards import SensitiveMixin
from ..models import Account, CodePurpose
from ..services.codes import seconds_to_wait
from ..services.phones import change_phone, request_phone_change, send_phone_code
from .proof import OwnPasswordMixin

WANTED = "shop_accounts_new_phone"
"""The session's key of the phone that waits for its code; it stands there once its owner has proven who it is."""


class ChangeView(LoginRequiredMixin, SensitiveMixin, OwnPasswordMixin, FormView):
    template_name = "shop_accounts/phone_change.html"
    form_class = PhoneForm

    def form_valid(self, form: PhoneForm) -> HttpResponse:
        given = {name: str(value) for name, value in form.cleaned_data.items()}
        phone = given["phone"]
        try:
            waits = request_phone_change(user=self.request.user, request=self.request, **given)
        except TooManyCodesError as refusal:
            if self.request.session.get(WANTED) == phone:  # the code from before still holds
                messages.warning(self.request, str(refusal))
                return redirect("shop_accounts:phone-confirm")
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except ShopError as refusal:
            form.add_error("current_password" if isinstance(refusal, WrongPasswordError) else None, str(refusal))
            return self.form_invalid(form)
        if waits:
            self.request.session[WANTED] = phone
            return redirect("shop_accounts:phone-confirm")
        messages.success(self.request, _("Your phone number has been changed."))
        return redirect("shop_accounts:profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account=Account.objects.of(self.request.user), **kwargs)  # type: ignore[arg-type]


class WaitingMixin(LoginRequiredMixin, SensitiveMixin):
    """Who has named no phone yet does so first."""

    request: HttpRequest
    phone: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.phone = request.session.get(WANTED, "")
        if request.user.is_authenticated and not self.phone:
            return redirect("shop_accounts:phone-change")
        return super().dispatch(request, *args, **kwargs)


class ConfirmView(WaitingMixin, FormView):
    template_name = "shop_accounts/phone_confirm.html"
    form_class = CodeForm
    success_url = reverse_lazy("shop_accounts:profile")

    def form_valid(self, form: CodeForm) -> HttpResponse:
        try:
            change_phone(user=self.request.user, phone=self.phone, request=self.request, **form.cleaned_data)
        except ShopError as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        del self.request.session[WANTED]
        messages.success(self.request, _("Your phone number has been changed."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wait = seconds_to_wait(target=self.phone, purpose=CodePurpose.PHONE)
        return super().get_context_data(phone=self.phone, wait=wait, **kwargs)


class SendView(WaitingMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            send_phone_code(user=request.user, phone=self.phone)
            messages.success(request, _("A code is on its way."))
        except ShopError as refusal:
            messages.error(request, str(refusal))
        return redirect("shop_accounts:phone-confirm")

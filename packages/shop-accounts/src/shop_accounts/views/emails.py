"""The change of one's e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from shop_core.exceptions import ShopError

from ..exceptions import InvalidLinkError, WrongPasswordError
from ..forms.passwords import EmailChangeForm
from ..guards import SensitiveMixin
from ..links import base_url
from ..services.emails import change_email, new_email_of, request_email_change
from .proof import OwnPasswordMixin


class ChangeView(LoginRequiredMixin, SensitiveMixin, OwnPasswordMixin, FormView):
    template_name = "shop_accounts/email_change.html"
    form_class = EmailChangeForm
    success_url = reverse_lazy("shop_accounts:security")

    def form_valid(self, form: EmailChangeForm) -> HttpResponse:
        try:
            request_email_change(
                user=self.request.user, request=self.request, base_url=base_url(self.request), **form.cleaned_data
            )
        except ShopError as refusal:
            form.add_error("current_password" if isinstance(refusal, WrongPasswordError) else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Please look into the mail of the new address."))
        return super().form_valid(form)


class ConfirmView(SensitiveMixin, TemplateView):
    """Shows a button, and its POST changes the e-mail: mail scanners open links, but press no buttons."""

    template_name = "shop_accounts/email_change_confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            email = new_email_of(token=self.kwargs["token"])[1]
        except InvalidLinkError:
            email = ""
        return super().get_context_data(email=email, **kwargs)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            change_email(token=token, request=request)
        except InvalidLinkError:
            return self.get(request, token=token)
        messages.success(request, _("Your e-mail address has been changed."))
        return redirect("shop_accounts:security")

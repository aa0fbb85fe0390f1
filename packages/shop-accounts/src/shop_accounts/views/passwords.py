"""The way back for who forgot the password: Django's views, our mail and pages."""

from __future__ import annotations

from django.contrib.auth import views as auth_views
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.generic import FormView, TemplateView

from ..forms.entry import EmailForm
from ..links import base_url
from ..services.passwords import request_password_reset
from .guards import SensitiveMixin


class RequestView(SensitiveMixin, FormView):
    template_name = "shop_accounts/password_reset.html"
    form_class = EmailForm
    success_url = reverse_lazy("shop_accounts:password-reset-sent")

    def form_valid(self, form: EmailForm) -> HttpResponse:
        request_password_reset(email=form.cleaned_data["email"], base_url=base_url(self.request))
        return super().form_valid(form)


class SentView(TemplateView):
    template_name = "shop_accounts/password_reset_sent.html"


class ConfirmView(auth_views.PasswordResetConfirmView):
    """Takes the token out of the address before it shows the form."""

    template_name = "shop_accounts/password_reset_confirm.html"
    success_url = reverse_lazy("shop_accounts:password-reset-done")


class DoneView(TemplateView):
    template_name = "shop_accounts/password_reset_done.html"

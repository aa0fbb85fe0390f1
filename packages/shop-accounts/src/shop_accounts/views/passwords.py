"""The way back for who forgot the password: Django's views, our mail and pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from shop_core.exceptions import ShopError

from ..exceptions import WrongPasswordError
from ..forms.entry import EmailForm
from ..forms.passwords import ChangeForm, ResetForm
from ..guards import SensitiveMixin
from ..links import base_url
from ..services.passwords import change_password, request_password_reset
from .proof import OwnPasswordMixin


class RequestView(SensitiveMixin, FormView):
    template_name = "shop_accounts/password_reset.html"
    form_class = EmailForm
    success_url = reverse_lazy("shop_accounts:password-reset-sent")

    def form_valid(self, form: EmailForm) -> HttpResponse:
        request_password_reset(email=form.cleaned_data["email"], base_url=base_url(self.request))
        return super().form_valid(form)


class SentView(TemplateView):
    template_name = "shop_accounts/password_reset_sent.html"


class ConfirmView(SensitiveMixin, auth_views.PasswordResetConfirmView):
    """Takes the token out of the address before it shows the form."""

    template_name = "shop_accounts/password_reset_confirm.html"
    form_class = ResetForm
    success_url = reverse_lazy("shop_accounts:password-reset-done")


class DoneView(TemplateView):
    template_name = "shop_accounts/password_reset_done.html"


class ChangeView(LoginRequiredMixin, SensitiveMixin, OwnPasswordMixin, FormView):
    template_name = "shop_accounts/password_change.html"
    form_class = ChangeForm
    success_url = reverse_lazy("shop_accounts:security")

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        try:
            change_password(user=self.request.user, request=self.request, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except ShopError as refusal:
            form.add_error("current_password" if isinstance(refusal, WrongPasswordError) else None, str(refusal))
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, _("Your password has been changed. You were logged out everywhere else."))
        return super().form_valid(form)

"""Registration and the confirmation of the address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy
from django.views.generic import FormView, TemplateView

from ..conf import conf
from ..exceptions import InvalidLinkError
from ..forms.entry import EmailForm, RegistrationForm
from ..guards import SensitiveMixin
from ..links import base_url
from ..services.activation import activate, check_link, resend_activation
from ..services.login import open_session
from ..services.registration import register
from .second_step import enter


class RegisterView(SensitiveMixin, FormView):
    template_name = "shop_accounts/register.html"
    form_class = RegistrationForm
    success_url = reverse_lazy("shop_accounts:email-confirmation-sent")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        form.cleaned_data.pop("bot_check")
        try:
            user = register(**form.cleaned_data, base_url=base_url(self.request))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if user is not None and conf.options.ACTIVATION == "none":
            open_session(request=self.request, user=user)
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().form_valid(form)


class SentView(TemplateView):
    template_name = "shop_accounts/email_confirmation_sent.html"


class ActivateView(SensitiveMixin, TemplateView):
    """Shows a button, and its POST activates: mail scanners open links, but press no buttons."""

    template_name = "shop_accounts/activate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if conf.options.ACTIVATE_ON_GET:
            return self.post(request, *args, **kwargs)
        try:
            check_link(**kwargs)
        except InvalidLinkError:
            return redirect("shop_accounts:activation-invalid")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            user = activate(**kwargs)
        except InvalidLinkError:
            return redirect("shop_accounts:activation-invalid")
        return enter(request, user, resolve_url("shop_accounts:activation-success"))


class SuccessView(LoginRequiredMixin, TemplateView):
    template_name = "shop_accounts/activation_success.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=resolve_url(settings.LOGIN_REDIRECT_URL), **kwargs)


class ResendView(SensitiveMixin, FormView):
    template_name = "shop_accounts/resend_activation.html"
    form_class = EmailForm
    success_url = reverse_lazy("shop_accounts:email-confirmation-sent")

    def form_valid(self, form: EmailForm) -> HttpResponse:
        resend_activation(email=form.cleaned_data["email"], base_url=base_url(self.request))
        return super().form_valid(form)


class InvalidView(SensitiveMixin, TemplateView):
    """The dead end of a used or old link, which offers the next step."""

    template_name = "shop_accounts/activation_invalid.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=EmailForm(), **kwargs)

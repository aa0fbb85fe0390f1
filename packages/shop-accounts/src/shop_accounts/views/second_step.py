"""The second step of a login."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from shop_core.exceptions import ShopError

from ..exceptions import SecondStepOverError
from ..forms.security import StepForm
from ..guards import SensitiveMixin
from ..models import CodePurpose, FactorKind
from ..services.codes import seconds_to_wait
from ..services.factors import contact_for
from ..services.login import open_session
from ..services.passkey_login import start_passkey_step
from ..services.second_step import (
    SENT,
    Method,
    has_second_step,
    methods_of,
    send_step_code,
    start_step,
    take_step,
    waiting_user,
)

PASSKEY_STATE = "shop_accounts_passkey_state"
"""The session's key of what a passkey was asked to sign."""


def enter(request: HttpRequest, user: Any, next_url: str) -> HttpResponse:
    """Let a user in who has taken the first step, or send to the second."""
    if has_second_step(user=user):
        start_step(request=request, user=user, next_url=next_url)
        return redirect("shop_accounts:second-step")
    open_session(request=request, user=user)
    return HttpResponseRedirect(next_url)


class WaitingMixin(SensitiveMixin):
    """Who has not taken the first step starts there."""

    waiting: Any
    next_url: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.waiting, self.next_url = waiting_user(request=request)
        except SecondStepOverError as refusal:
            messages.warning(request, str(refusal))
            return redirect("shop_accounts:login")
        return super().dispatch(request, *args, **kwargs)


class StepView(WaitingMixin, FormView):
    template_name = "shop_accounts/second_step.html"
    form_class = StepForm

    def form_valid(self, form: StepForm) -> HttpResponse:
        try:
            take_step(user=self.waiting, **form.cleaned_data)
        except ShopError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        open_session(request=self.request, user=self.waiting)
        return HttpResponseRedirect(self.next_url)

    def get_initial(self) -> dict[str, Any]:
        return {"method": self.chosen["kind"]}

    @property
    def chosen(self) -> Method:
        """The way that is shown: the one asked for, if the user has it."""
        methods = methods_of(user=self.waiting)
        wanted = self.request.POST.get("method") or self.request.GET.get("method")
        return next((method for method in methods if method["kind"] == wanted), methods[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen, wait, options = self.chosen, 0, ""
        if chosen["kind"] in SENT:
            wait = seconds_to_wait(target=contact_for(user=self.waiting, kind=chosen["kind"]), purpose=CodePurpose.MFA)
        if chosen["kind"] == FactorKind.PASSKEY:
            ceremony = start_passkey_step(user=self.waiting)
            self.request.session[PASSKEY_STATE] = ceremony["state"]
            options = json.dumps(ceremony["options"])
        others = [method for method in methods_of(user=self.waiting) if method != chosen]
        sent = chosen["kind"] in SENT
        return super().get_context_data(chosen=chosen, others=others, sent=sent, wait=wait, options=options, **kwargs)


class SendView(WaitingMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.POST.get("method", "")
        try:
            send_step_code(user=self.waiting, method=method)
            messages.success(request, _("A code is on its way."))
        except ShopError as refusal:
            messages.error(request, str(refusal))
        query = f"?method={method}" if method in SENT else ""
        return HttpResponseRedirect(redirect("shop_accounts:second-step").url + query)

"""Logins by passkey, alone or as the second step."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.generic import View

from shop_core.exceptions import ShopError

from ..exceptions import TooManyAttemptsError
from ..forms.security import CredentialForm
from ..guards import PasskeysMixin
from ..models import FactorKind
from ..services.login import open_session
from ..services.passkey_login import start_passkey_login, take_passkey_login, take_passkey_step
from ..services.sessions import PASSKEY_ALONE, PASSKEY_STEP
from . import sessions
from .second_step import PASSKEY_STATE, WaitingMixin


class LoginView(PasskeysMixin, sessions.LoginView):
    """Asks the browser for a passkey; its script does so without a click, and sends the answer here."""

    template_name = "shop_accounts/passkey_login.html"
    form_class: type[Form] = CredentialForm

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            user = take_passkey_login(
                state=self.request.session.pop(PASSKEY_STATE, ""),
                credential=form.cleaned_data["credential"],
                request=self.request,
            )
        except ShopError as refusal:
            form.add_error(None, str(refusal))
            answer = self.render_to_response(self.get_context_data(form=form))
            if isinstance(refusal, TooManyAttemptsError):
                answer.status_code = refusal.status
                answer["Retry-After"] = str(refusal.retry_after)
            return answer
        open_session(request=self.request, user=user, methods=PASSKEY_ALONE)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ceremony = start_passkey_login()
        self.request.session[PASSKEY_STATE] = ceremony["state"]
        starts = self.request.method == "GET"
        return super().get_context_data(options=json.dumps(ceremony["options"]), starts=starts, **kwargs)


class StepView(PasskeysMixin, WaitingMixin, View):
    """Takes the answer to what the page of the second step has asked the browser."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            take_passkey_step(
                user=self.waiting,
                state=request.session.pop(PASSKEY_STATE, ""),
                credential=request.POST.get("credential", ""),
                request=request,
            )
        except ShopError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(f"{redirect('shop_accounts:second-step').url}?method={FactorKind.PASSKEY}")
        open_session(request=request, user=self.waiting, methods=PASSKEY_STEP)
        return HttpResponseRedirect(self.next_url)

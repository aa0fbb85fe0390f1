"""Logins by passkey, alone or as the second step."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.views.generic import View

from shop_core.exceptions import ShopError

from ..exceptions import TooManyAttemptsError
from ..forms.security import CredentialForm
from ..guards import PasskeysMixin, SensitiveMixin
from ..models import FactorKind
from ..services.login import open_session
from ..services.passkey_login import start_passkey_login, take_passkey_login, take_passkey_step
from ..services.sessions import PASSKEY_ALONE, PASSKEY_STEP
from . import sessions
from .second_step import PASSKEY_STATE, WaitingMixin


def ask_browser(request: HttpRequest) -> dict[str, Any]:
    """Return what the browser is asked, and remember it in the session.

    :raises TooManyAttemptsError: this address was asked too often.
    """
    ceremony = start_passkey_login(request=request)
    request.session[PASSKEY_STATE] = ceremony["state"]
    return ceremony["options"]


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
            return _too_often(answer, refusal) if isinstance(refusal, TooManyAttemptsError) else answer
        open_session(request=self.request, user=user, methods=PASSKEY_ALONE)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(starts=self.request.method == "GET", **kwargs)
        try:
            return {**context, "options": json.dumps(ask_browser(self.request))}
        except TooManyAttemptsError as refusal:
            return {**context, "refusal": refusal}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        answer = super().render_to_response(context, **kwargs)
        return _too_often(answer, context["refusal"]) if "refusal" in context else answer


class OptionsView(PasskeysMixin, SensitiveMixin, View):
    """Answers the script of the login page, which offers passkeys among the suggestions for the name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            return JsonResponse(ask_browser(request))
        except TooManyAttemptsError as refusal:
            return _too_often(JsonResponse({"code": refusal.code, "detail": str(refusal)}), refusal)


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


def _too_often(answer: HttpResponse, refusal: TooManyAttemptsError) -> HttpResponse:
    answer.status_code = refusal.status
    answer["Retry-After"] = str(refusal.retry_after)
    return answer

"""Login and logout."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.generic import FormView

from ..conf import conf
from ..exceptions import LoginRefusedError, TooManyAttemptsError
from ..forms.entry import LoginForm
from ..guards import SensitiveMixin
from ..passkeys import is_offered
from ..services.login import check_credentials
from .second_step import enter


class LoginView(SensitiveMixin, auth_views.RedirectURLMixin, FormView):
    """Sends on to ``next``, if it is on this host."""

    template_name = "shop_accounts/login.html"
    form_class: type[Form] = LoginForm

    def get_default_redirect_url(self) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and conf.options.LOGIN_WHEN_AUTHENTICATED == "redirect":
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form: Form = super().get_form(form_class)
        if "identifier" in form.fields and is_offered():
            form.fields["identifier"].widget.attrs["autocomplete"] = "username webauthn"
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            user = check_credentials(**form.cleaned_data, request=self.request)
        except LoginRefusedError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except TooManyAttemptsError as refusal:
            form.add_error(None, str(refusal))
            answer = self.render_to_response(self.get_context_data(form=form), status=refusal.status)
            answer["Retry-After"] = str(refusal.retry_after)
            return answer
        return enter(self.request, user, self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=self.get_redirect_url(), offers_passkeys=is_offered(), **kwargs)


class LogoutView(auth_views.LogoutView):
    """Ends the session on POST; a GET shows the button."""

    http_method_names = ["get", "post", "options"]
    template_name = "shop_accounts/logged_out.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, "shop_accounts/logout.html")

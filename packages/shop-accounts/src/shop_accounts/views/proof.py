"""Who one is, asked once more by a page before it opens."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import RedirectURLMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.views.generic import View

from shop_core.exceptions import ShopError

from ..exceptions import UnknownMethodError
from ..forms.security import CredentialForm, PasswordForm
from ..guards import SensitiveMixin
from ..services.passkey_challenges import Purpose
from ..services.passkey_login import start_passkey_step
from ..services.proof import has_recent_login, prove_by_passkey, prove_by_password
from .second_step import PASSKEY_STATE

PREFIX = "proof"
"""Before the names of what answers us, so that they are not those of a field of the page."""


class RecentLoginMixin:
    """A page that opens soon after the login, and later asks for the password or a passkey once more.

    It asks at its own address and hands on what was posted, so that nothing typed is lost. It stands behind the mixins that
    keep visitors out and secrets out of reports.
    """

    request: HttpRequest

    @property
    def needs_recent_login(self) -> bool:
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.needs_recent_login or has_recent_login(user=request.user, request=request):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        answers = {PasswordForm: f"{PREFIX}-password", CredentialForm: f"{PREFIX}-credential"}
        form = next((kind(request.POST, prefix=PREFIX) for kind, name in answers.items() if name in request.POST), None)
        if form is None or not _proves(request, form):
            return _ask(request, form)
        if _typed(request):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        return redirect(request.get_full_path())


class OwnPasswordMixin(RecentLoginMixin):
    """A page that asks for the password, whenever it was given last; of users without one, for a recent login."""

    @property
    def needs_recent_login(self) -> bool:
        return not has_password(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "with_password": has_password(self.request)}  # type: ignore[misc]


class ProveView(LoginRequiredMixin, SensitiveMixin, RecentLoginMixin, RedirectURLMixin, View):
    """Asks for pages that show something before they ask; it leads back to ``next``, if that is on this host."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(self.get_success_url())

    post = get

    def get_default_redirect_url(self) -> str:
        return resolve_url("shop_accounts:security")


def has_password(request: HttpRequest) -> bool:
    """Tell whether the user of a request has a password at all."""
    user: Any = request.user
    return bool(user.has_usable_password())


def _proves(request: HttpRequest, form: Form) -> bool:
    """Take the answer; what is wrong with it stands in the form."""
    state = request.session.pop(PASSKEY_STATE, "")
    if not form.is_valid():
        return False
    try:
        if isinstance(form, PasswordForm):
            prove_by_password(user=request.user, request=request, **form.cleaned_data)
        else:
            prove_by_passkey(user=request.user, request=request, state=state, **form.cleaned_data)
    except ShopError as refusal:
        form.add_error("password" if "password" in form.fields else None, str(refusal))
        return False
    return True


def _ask(request: HttpRequest, answered: Form | None) -> HttpResponse:
    options = ""
    try:
        ceremony = start_passkey_step(user=request.user, purpose=Purpose.PROOF)
        request.session[PASSKEY_STATE], options = ceremony["state"], json.dumps(ceremony["options"])
    except UnknownMethodError:
        pass
    context = {
        "form": (answered if isinstance(answered, PasswordForm) else PasswordForm(prefix=PREFIX))
        if has_password(request)
        else None,
        "refused": answered if isinstance(answered, CredentialForm) else None,
        "options": options,
        "typed": _typed(request),
    }
    return render(request, "shop_accounts/security_proof.html", context)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was posted for the page itself. Passwords stand in no page, and are typed once more."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-") and not name.endswith("password")
    ]

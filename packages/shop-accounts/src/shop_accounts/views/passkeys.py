"""The passkeys of a user on the security page."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from shop_core.exceptions import ShopError

from ..forms.security import CredentialForm, PasskeyNameForm
from ..guards import PasskeysMixin
from ..models import Passkey
from ..services.factors import unproven_contacts
from ..services.passkeys import add_passkey, remove_passkey, rename_passkey, start_passkey
from .proof import RecentLoginMixin
from .security import OwnMixin, PasswordView

CEREMONY = "shop_accounts_passkey"
"""The session's key of what the browser was asked, and by what name the passkey is to go."""


class AddView(PasskeysMixin, OwnMixin, RecentLoginMixin, FormView):
    """Asks for a name; the next page asks the browser."""

    template_name = "shop_accounts/passkey_add.html"
    form_class = PasskeyNameForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if unproven_contacts(user=request.user):
            return redirect("shop_accounts:security")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            ceremony = start_passkey(user=self.request.user, request=self.request)
        except ShopError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        self.request.session[CEREMONY] = {**ceremony, "name": form.cleaned_data["name"]}
        return redirect("shop_accounts:passkey-create")


class CreateView(PasskeysMixin, OwnMixin, FormView):
    """Has the browser make the passkey."""

    template_name = "shop_accounts/passkey_create.html"
    form_class = CredentialForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if CEREMONY not in request.session:
            return redirect("shop_accounts:passkey-add")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        ceremony = self.request.session.pop(CEREMONY, {"name": "", "state": ""})
        try:
            codes = add_passkey(
                user=self.request.user,
                name=ceremony["name"],
                state=ceremony["state"],
                credential=form.cleaned_data["credential"],
                request=self.request,
            )
        except ShopError as refusal:
            messages.error(self.request, str(refusal))
            return redirect("shop_accounts:passkey-add")
        messages.success(self.request, _("The passkey is added."))
        return self.show_codes(codes)

    def form_invalid(self, form: Form) -> HttpResponse:
        messages.error(self.request, str(form.errors["credential"][0]))
        return redirect("shop_accounts:passkey-create")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ceremony = self.request.session[CEREMONY]
        return super().get_context_data(name=ceremony["name"], options=json.dumps(ceremony["options"]), **kwargs)


class OneMixin(PasskeysMixin, OwnMixin):
    """A page of one passkey; anybody else's is not found."""

    passkey: Passkey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            passkey = Passkey.objects.of(request.user).filter(pk=kwargs["pk"]).first()
            if passkey is None:
                raise Http404
            self.passkey = passkey
        return super().dispatch(request, *args, **kwargs)


class RenameView(OneMixin, FormView):
    template_name = "shop_accounts/passkey_rename.html"
    form_class = PasskeyNameForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.passkey.name}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            rename_passkey(user=self.request.user, pk=self.passkey.pk, name=form.cleaned_data["name"])
        except ShopError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("The passkey has a new name."))
        return redirect("shop_accounts:security")


class RemoveView(OneMixin, PasswordView):
    def change(self, password: str) -> None:
        remove_passkey(user=self.request.user, pk=self.passkey.pk, password=password, request=self.request)
        messages.success(self.request, _("The passkey is removed. You can delete it on your device as well."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(removes=self.passkey.name, **kwargs)

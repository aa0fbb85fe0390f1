"""The security page: what a user sets up for the second step."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import segno
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from shop_core.exceptions import ShopError

from ..contacts import mask
from ..forms.security import CodeForm, ProofForm
from ..guards import SensitiveMixin
from ..models import CodePurpose, FactorKind, Passkey, RecoveryCode, SecondFactor
from ..passkeys import is_offered
from ..services.codes import request_code, seconds_to_wait
from ..services.factors import (
    contact_for,
    possible_kinds,
    prove_contact,
    renew_recovery_codes,
    start_totp,
    totp_address,
    turn_off,
    turn_on,
    unproven_contacts,
)
from .proof import OwnPasswordMixin, RecentLoginMixin


class OwnMixin(LoginRequiredMixin, SensitiveMixin):
    request: HttpRequest
    kwargs: dict[str, Any]

    def show_codes(self, codes: list[str]) -> HttpResponse:
        """Show recovery codes, this once; without any, go back to the overview."""
        if not codes:
            return redirect("shop_accounts:security")
        file = f"data:text/plain;charset=utf-8,{quote(chr(10).join(codes))}"
        return render(self.request, "shop_accounts/recovery_codes.html", {"codes": codes, "file": file})


class SecurityView(OwnMixin, TemplateView):
    template_name = "shop_accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        on = {factor.kind for factor in SecondFactor.objects.on(user)}  # type: ignore[arg-type]
        possible = possible_kinds(user=user)
        offers_passkeys = is_offered()
        shown = [kind for kind in FactorKind if kind in on or kind in possible]
        if offers_passkeys:  # which have a list of their own
            shown.remove(FactorKind.PASSKEY)
        ways = [{"kind": kind, "on": kind in on, "contact": mask(contact_for(user=user, kind=kind))} for kind in shown]
        codes_left = RecoveryCode.objects.filter(user_id=str(user.pk)).count()
        proofs = [
            {"kind": kind, "contact": mask(contact)}
            for kind in (FactorKind.EMAIL, FactorKind.SMS)
            if (contact := contact_for(user=user, kind=kind)) and contact in unproven_contacts(user=user)
        ]
        return super().get_context_data(
            ways=ways,
            any_on=bool(on),
            proofs=proofs,
            codes_left=codes_left,
            offers_passkeys=offers_passkeys,
            passkeys=Passkey.objects.of(user) if offers_passkeys else (),
            **kwargs,
        )


class CodeView(OwnMixin, RecentLoginMixin, FormView):
    """A page that takes a code and turns something on."""

    form_class: type[Form] = CodeForm

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            codes = self.use(form.cleaned_data["code"])
        except ShopError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.show_codes(codes)

    def use(self, code: str) -> list[str]:
        raise NotImplementedError


class AppView(CodeView):
    template_name = "shop_accounts/security_app.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and (
            FactorKind.TOTP not in possible_kinds(user=request.user)
            or unproven_contacts(user=request.user)
            or SecondFactor.objects.on(request.user).filter(kind=FactorKind.TOTP).exists()
        ):
            return redirect("shop_accounts:security")
        return super().dispatch(request, *args, **kwargs)

    def use(self, code: str) -> list[str]:
        codes = turn_on(user=self.request.user, kind=FactorKind.TOTP, code=code, request=self.request)
        messages.success(self.request, _("The authenticator app is set up."))
        return codes

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factor = start_totp(user=self.request.user)
        address = totp_address(user=self.request.user, factor=factor)
        qr = segno.make(address, micro=False).svg_inline(omitsize=True, svgclass=None, lineclass=None, border=2)
        secret = factor.seed
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return super().get_context_data(qr=qr, secret=secret, groups=groups, address=address, **kwargs)


class ContactMixin(OwnMixin):
    """The page of one contact: it is proven first, and then its codes are turned on."""

    kind: FactorKind
    contact: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if kwargs["kind"] not in (FactorKind.EMAIL, FactorKind.SMS):
            raise Http404
        self.kind = FactorKind(kwargs["kind"])
        self.contact = contact_for(user=request.user, kind=self.kind)
        if not self.contact:
            return redirect("shop_accounts:security")
        self.proves = self.contact in unproven_contacts(user=request.user)
        self.purpose = CodePurpose.VERIFY if self.proves else CodePurpose.MFA
        return super().dispatch(request, *args, **kwargs)


class ContactView(ContactMixin, CodeView):
    template_name = "shop_accounts/security_contact.html"

    @property
    def needs_recent_login(self) -> bool:
        return not self.proves

    def use(self, code: str) -> list[str]:
        if self.proves:
            prove_contact(user=self.request.user, contact=self.contact, code=code)
            messages.success(self.request, _("The contact is proven."))
            return []
        codes = turn_on(user=self.request.user, kind=self.kind, code=code, request=self.request)
        messages.success(self.request, _("The second step is set up."))
        return codes

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wait = seconds_to_wait(target=self.contact, purpose=self.purpose)
        return super().get_context_data(
            kind=self.kind, contact=mask(self.contact), proves=self.proves, wait=wait, **kwargs
        )


class SendView(ContactMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request_code(target=self.contact, purpose=self.purpose, user=request.user)
            messages.success(request, _("A code is on its way."))
        except ShopError as refusal:
            messages.error(request, str(refusal))
        return redirect("shop_accounts:security-contact", kind=self.kind)


class PasswordView(OwnMixin, OwnPasswordMixin, FormView):
    template_name = "shop_accounts/security_password.html"
    form_class: type[Form] = ProofForm
    success_url = reverse_lazy("shop_accounts:security")

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.change(form.cleaned_data.get("password", ""))
        except ShopError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def change(self, password: str) -> None:
        raise NotImplementedError


class OffView(PasswordView):
    def change(self, password: str) -> None:
        turn_off(user=self.request.user, kind=self.kwargs["kind"], password=password, request=self.request)
        messages.success(self.request, _("This second step is turned off."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kwargs["kind"] not in FactorKind.values:
            raise Http404
        return super().get_context_data(turns_off=FactorKind(self.kwargs["kind"]).label, **kwargs)


class RecoveryView(OwnMixin, RecentLoginMixin, TemplateView):
    """Asks whether new recovery codes are wanted, and shows them."""

    template_name = "shop_accounts/security_recovery.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not SecondFactor.objects.on(request.user).exists():
            return redirect("shop_accounts:security")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.show_codes(renew_recovery_codes(user=request.user, request=request))

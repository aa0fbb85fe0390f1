"""Leaving: the export of one's data, the deactivation and the deletion of the account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from shop_core.exceptions import ShopError

from ..conf import conf
from ..forms.security import ProofForm
from ..guards import SensitiveMixin
from ..models import DeletionRequest
from ..services.deactivation import deactivate_own_account
from ..services.deletion import cancel_deletion, schedule_own_deletion
from ..services.export import export_own_data
from ..services.proof import has_recent_login
from .proof import has_password

ARCHIVE = "my-data-{:%Y-%m-%d}.zip"


class DataView(LoginRequiredMixin, SensitiveMixin, TemplateView):
    """What one can do with one's data, in one place."""

    template_name = "shop_accounts/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deletion = DeletionRequest.objects.scheduled_for(self.request.user)  # type: ignore[arg-type]
        return super().get_context_data(deletion=deletion, **kwargs)


class ProofView(LoginRequiredMixin, SensitiveMixin, FormView):
    """A page that asks who one is once more: for the password or, of users without one, for a login of just now."""

    form_class = ProofForm
    takes_recent_login = False

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "with_password": self.asks_password}

    @property
    def asks_password(self) -> bool:
        return self.has_password and not (self.takes_recent_login and self.is_login_recent)

    @property
    def has_password(self) -> bool:
        return has_password(self.request)

    @property
    def is_login_recent(self) -> bool:
        return has_recent_login(user=self.request.user, request=self.request)

    def form_valid(self, form: Form) -> HttpResponseBase:  # type: ignore[override]
        try:
            return self.act(form.cleaned_data.get("password", ""))
        except ShopError as refusal:
            form.add_error("password" if "password" in form.fields else None, str(refusal))
            return self.form_invalid(form)

    def act(self, password: str) -> HttpResponseBase:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        must_prove = not (self.has_password or self.is_login_recent)
        return super().get_context_data(must_prove=must_prove, **kwargs)


class ExportView(ProofView):
    template_name = "shop_accounts/export.html"
    takes_recent_login = True

    def act(self, password: str) -> HttpResponseBase:
        archive = export_own_data(user=self.request.user, password=password, request=self.request)
        return FileResponse(archive, as_attachment=True, filename=ARCHIVE.format(timezone.now()))


class DeactivateView(ProofView):
    template_name = "shop_accounts/deactivate.html"

    def act(self, password: str) -> HttpResponse:
        deactivate_own_account(user=self.request.user, password=password, request=self.request)
        logout(self.request)
        return redirect("shop_accounts:deactivated")


class DeactivatedView(TemplateView):
    template_name = "shop_accounts/deactivated.html"


class DeletionView(ProofView):
    template_name = "shop_accounts/deletion.html"
    success_url = reverse_lazy("shop_accounts:deletion")

    def act(self, password: str) -> HttpResponse:
        schedule_own_deletion(user=self.request.user, password=password, request=self.request)
        messages.success(self.request, _("The deletion is scheduled. You can take it back until then."))
        return redirect("shop_accounts:deletion")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = conf.options
        return super().get_context_data(
            deletion=DeletionRequest.objects.scheduled_for(self.request.user),  # type: ignore[arg-type]
            delay_days=options.DELETION_DELAY.days,
            privacy_url=options.PRIVACY_URL,
            terms_url=options.TERMS_URL,
            **kwargs,
        )


class CancelDeletionView(LoginRequiredMixin, View):
    """Takes the deletion back; asks for nothing."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            cancel_deletion(user=request.user, request=request)
            messages.success(request, _("Your account stays. Nothing was deleted."))
        except ShopError as refusal:
            messages.warning(request, str(refusal))
        return redirect("shop_accounts:deletion")

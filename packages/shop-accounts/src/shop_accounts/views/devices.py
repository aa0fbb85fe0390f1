"""Where a user is logged in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from ..guards import SensitiveMixin
from ..models import UserSession
from ..services.sessions import current_session, end_session, end_sessions


class SessionsView(LoginRequiredMixin, SensitiveMixin, ListView):
    template_name = "shop_accounts/sessions.html"
    context_object_name = "sessions"

    def get_queryset(self) -> QuerySet[UserSession]:
        found: QuerySet[UserSession] = UserSession.objects.live(self.request.user)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(current=current_session(self.request), **kwargs)


class EndView(LoginRequiredMixin, View):
    """Ends one session; anybody else's is not found."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if pk == current_session(request):
            logout(request)
            return redirect("shop_accounts:login")
        if not end_session(user=request.user, pk=pk):
            raise Http404
        messages.success(request, _("This device is logged out."))
        return redirect("shop_accounts:sessions")


class EndOthersView(LoginRequiredMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        end_sessions(user=request.user, keep=current_session(request))
        messages.success(request, _("All other devices are logged out."))
        return redirect("shop_accounts:sessions")


class EndAllView(LoginRequiredMixin, View):
    """Logs out everywhere, here as well."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        end_sessions(user=request.user)
        logout(request)
        return redirect("shop_accounts:login")

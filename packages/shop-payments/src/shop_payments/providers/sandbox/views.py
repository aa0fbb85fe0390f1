"""The page on which the buyer pays: it belongs to the gateway, not to the shop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.generic import View

from .models import SandboxSession, SessionState
from .provider import is_allowed
from .sessions import decide, expire_if_due

OUTCOMES = {"approve": SessionState.PAID, "decline": SessionState.DECLINED}


class SessionView(View):
    """Ask the buyer, do as they say, and send them back to the shop."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_allowed():
            raise Http404
        return never_cache(super().dispatch)(request, *args, **kwargs)

    def get(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        session = expire_if_due(get_object_or_404(SandboxSession, public_id=session_id))
        context = {"session": session, "is_open": session.state == SessionState.OPEN}
        return render(request, "shop_payments_sandbox/session.html", context)

    def post(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        session = expire_if_due(get_object_or_404(SandboxSession, public_id=session_id))
        outcome = OUTCOMES.get(request.POST.get("outcome", ""))
        if outcome is None:
            return HttpResponse(status=400)
        decide(session, outcome)
        return HttpResponseRedirect(session.return_url)

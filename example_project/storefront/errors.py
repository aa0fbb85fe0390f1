"""The shop's own error pages: they need no database and no session, so that they show also when those are gone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from shop_core.api.errors import problem

API_ERRORS = {
    400: ("bad_request", _("The request is malformed.")),
    403: ("permission_denied", _("You do not have permission to perform this action.")),
    404: ("not_found", _("There is nothing at this address.")),
    500: ("server_error", _("Something went wrong on our side. Please try again later.")),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "400.html")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, "403.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "500.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is stale and what to do: what was typed is still in the browser's history."""
    return _page(request, 403, "403_csrf.html")


def _page(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        code, detail = API_ERRORS[status]
        body = problem(status_code=status, code=code, detail=str(detail))
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return HttpResponse(render_to_string(template, context), status=status)

"""The content security policy: strict on our pages, by name where a page is not ours."""

from __future__ import annotations

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

FOREIGN_PAGES = {
    "/admin/": "admin",
    "/api/docs/": "api-docs",
    "/api/docs+/": "api-docs",
    "/api/redoc/": "api-docs",
    "/swagger/": "api-docs",
    "/redoc/": "api-docs",
    "/dev/mail/": "mail",
}


class PolicyMiddleware(CSPMiddleware):
    """Replace directives on third parties' pages by those of ``CSP_POLICIES``."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        name = next((name for prefix, name in FOREIGN_PAGES.items() if request.path_info.startswith(prefix)), None)
        if name:
            parts.replace = settings.CSP_POLICIES[name]
        return parts

"""What an endpoint may demand of who asks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from ..services.roles import has_role
from ..services.sessions import METHODS


def methods_of(request: Request) -> list[str]:
    """Return how who asks has proven to be it (RFC 8176): the claim ``amr`` of the token, or what the session knows."""
    claims: Any = request.auth if hasattr(request.auth, "get") else None
    if claims is not None:
        return list(claims.get("amr") or [])
    session = getattr(request, "session", None)
    return list(session.get(METHODS) or []) if session is not None else []


class RequiresMFA(BasePermission):
    """Let in who has passed a second step at login."""

    message = _("This needs a login with a second step. Switch it on for your account, and log in again.")
    code = "mfa_required"

    def has_permission(self, request: Request, view: Any) -> bool:
        return "mfa" in methods_of(request)


class RequiresRole(BasePermission):
    """Let in who has the role of the view's attribute ``role_required``, or a higher one."""

    message = _("Your role may not do this.")
    code = "role_required"

    def has_permission(self, request: Request, view: Any) -> bool:
        return has_role(user=request.user, role=view.role_required)


class RequiresPermission(BasePermission):
    """Let in who has the right of the view's attribute ``permission_required``, or all of them where it lists several."""

    message = _("You have no right to do this.")
    code = "permission_required"

    def has_permission(self, request: Request, view: Any) -> bool:
        wanted = view.permission_required
        return bool(request.user.has_perms([wanted] if isinstance(wanted, str) else wanted))

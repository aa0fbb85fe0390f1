"""Guests at the API."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from ..guests import COOKIE, read_guest
from ..models import may_answer
from ..people import Guest, Person


class GuestAuthentication(SessionAuthentication):
    """Know a guest by the cookie; as with a session, writing takes the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        guest = read_guest(request.COOKIES)
        if guest is None:
            return None
        self.enforce_csrf(request)
        return AnonymousUser(), guest


class GuestScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API schema describes the guest's cookie."""

    target_class = GuestAuthentication
    name = "chatGuest"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": COOKIE}


def requester(request: Request) -> Person | None:
    """Return who asks: a user, a guest, or nobody known."""
    if request.user.is_authenticated:
        return request.user
    return request.auth if isinstance(request.auth, Guest) else None


class IsPerson(BasePermission):
    """Users and guests."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return requester(request) is not None


class IsAgent(BasePermission):
    """The support team."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.user.is_authenticated and may_answer(request.user)

"""Keeps out whoever has a second step to take, or to set up; and keeps the list of sessions true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from .services.devices import COOKIE, MAX_AGE, NEW_COOKIE
from .services.second_step import STEP_DUE, must_set_up, start_step
from .services.sessions import touch_session

OWN = {"shop_accounts", "shop_accounts_api"}


class SecondStepMiddleware:
    """Sends to the second step who skipped it, and to the security page who must have one and has none.

    The admin's own pages of the login and of one's password give way to ours: one asks for the second step, the other tells the
    user and ends what must end with the old password. Put it after ``AuthenticationMiddleware``
    and ``MessageMiddleware``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        apps = match.app_names if match else []
        if STEP_DUE in request.session:
            user: Any = request.user
            logout(request)
            start_step(request=request, user=user, next_url=request.path)
            return redirect("shop_accounts:second-step")
        if "admin" in apps and match and match.url_name == "login" and not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or resolve_url("admin:index"), "shop_accounts:login")
        if "admin" in apps and match and match.url_name == "password_change" and request.user.is_authenticated:
            return redirect("shop_accounts:password-change")
        if OWN.isdisjoint(apps) and request.user.is_authenticated and must_set_up(user=request.user):
            messages.warning(request, _("Your role needs a second step at login. Please set it up first."))
            return redirect("shop_accounts:security")
        return None


class SessionsMiddleware(MiddlewareMixin):
    """Stands after Django's ``AuthenticationMiddleware``; costs a query every five minutes for who is logged in."""

    def process_request(self, request: HttpRequest) -> None:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            touch_session(request=request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if cookie := getattr(request, NEW_COOKIE, ""):
            response.set_cookie(
                COOKIE,
                cookie,
                max_age=MAX_AGE,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

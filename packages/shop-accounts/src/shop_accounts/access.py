"""Ask for a role: a decorator and a mixin for views. A role includes those below it, and a superuser has all.

For a right, Django's own ``permission_required`` and ``PermissionRequiredMixin`` do; `shop_accounts.api.permissions` has both for APIs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .services.roles import has_role

View = Callable[..., HttpResponseBase]


def role_required(role: str) -> Callable[[View], View]:
    """Let in who has a role or a higher one; visitors are asked to log in, everybody else gets a 403.

    :param role: client, agent, manager or administrator.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if has_role(user=request.user, role=role):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path())

        return guarded

    return decorate


class RoleRequiredMixin(AccessMixin):
    """Let in who has the role of the attribute ``role_required``, or a higher one."""

    role_required: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(user=request.user, role=self.role_required):
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

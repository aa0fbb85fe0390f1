"""How staff give a user a new password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest

from ..links import base_url
from ..services.passwords import set_password
from ..services.sessions import current_session


class StaffPasswordForm(AdminPasswordChangeForm):
    """Django's form, which saves by our service: all sessions and tokens of the user end, and a mail tells of it.

    :param request: that of the staff; where it is their own password, its session lives on.
    """

    def __init__(self, user: Any, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.request = request

    def save(self, commit: bool = True) -> Any:
        own = self.request.user.pk == self.user.pk
        set_password(
            user=self.user,
            password=self.cleaned_data["password1"] if self.cleaned_data["set_usable_password"] else None,
            request=self.request if own else None,
            keep=current_session(self.request) if own else None,
            base_url=base_url(self.request),
        )
        return self.user

"""How a user gets in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login
from django.http import HttpRequest

from ..exceptions import LoginRefusedError
from ..identity import BACKEND


def check_credentials(*, identifier: str, password: str, request: HttpRequest | None = None) -> Any:
    """Return the user of a name or e-mail and its password.

    :raises LoginRefusedError: they do not match, or the account is not active; the answer does not tell which.
    """
    user = authenticate(request, username=identifier, password=password)
    if user is None:
        raise LoginRefusedError
    return user


def open_session(*, request: HttpRequest, user: Any) -> None:
    """Log the user in; the session gets a new key, and another user's session is emptied."""
    login(request, user, backend=BACKEND)

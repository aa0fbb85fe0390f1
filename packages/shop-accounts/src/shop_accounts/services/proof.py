"""Who one is, proven once more before what cannot be taken back easily."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from ..conf import conf
from ..exceptions import LoginTooOldError
from ..models import UserSession
from .login import check_own_password
from .sessions import current_session


def has_recent_login(*, user: Any, request: HttpRequest) -> bool:
    """Tell whether the session, or the family of tokens, of a request began within the option ``RECENT_LOGIN``."""
    since = timezone.now() - conf.options.RECENT_LOGIN
    session = current_session(request)
    found: bool = UserSession.objects.filter(pk=session, user_id=user.pk, created_at__gt=since).exists()  # type: ignore[misc]
    return found


def prove_oneself(*, user: Any, password: str, request: HttpRequest) -> None:
    """Make sure that it is the user who asks: by the password or, where the user has none, by a login of just now.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    """
    if user.has_usable_password():
        check_own_password(user=user, password=password)
    elif not has_recent_login(user=user, request=request):
        raise LoginTooOldError

"""How a user gets in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import authenticate, login
from django.http import HttpRequest

from ..backends import find_user
from ..exceptions import LoginRefusedError, WrongPasswordError
from ..identity import BACKEND
from .guesses import count_guess, forget_guesses
from .limits import count_attempt, forget_attempts
from .sessions import BOTH_STEPS


def check_credentials(*, identifier: str, password: str, request: HttpRequest | None = None) -> Any:
    """Return the user of a name or e-mail and its password, who may have a second step to take.

    :raises LoginRefusedError: they do not match, or the account is not active; the answer does not tell which.
    :raises TooManyAttemptsError: it was tried too often for this account, or from this address.
    """
    count_attempt(identifier=identifier, user=find_user(identifier), request=request)
    user = authenticate(request, username=identifier, password=password, second_step_follows=True)
    if user is None:
        raise LoginRefusedError
    forget_attempts(user=user, request=request)
    return user


def open_session(*, request: HttpRequest, user: Any, methods: Sequence[str] = BOTH_STEPS) -> None:
    """Log in a user who has taken every step; the session gets a new key, and another user's session is emptied.

    :param methods: how a user with a second step has taken both, as RFC 8176 names it.
    """
    request.shop_second_step_taken = True  # type: ignore[attr-defined]
    request.shop_login_methods = methods  # type: ignore[attr-defined]
    login(request, user, backend=BACKEND)


def check_own_password(*, user: Any, password: str) -> None:
    """Make sure that it is the user who changes how the user gets in.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    """
    count_guess(user=user)
    if not user.check_password(password):
        raise WrongPasswordError
    forget_guesses(user=user)

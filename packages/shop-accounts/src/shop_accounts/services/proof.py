"""Who one is, proven once more before what cannot be taken back easily, or opens the account to others.

What was proven holds for the session, or the family of tokens, in which it was: for the option ``RECENT_LOGIN``, as a login does.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ..conf import conf
from ..exceptions import LoginTooOldError
from ..models import UserSession
from .login import check_own_password
from .passkey_challenges import Purpose
from .passkey_login import take_passkey_step
from .sessions import current_session


def has_recent_login(*, user: Any, request: HttpRequest) -> bool:
    """Tell whether the login of a request was made, or proven once more, within the option ``RECENT_LOGIN``."""
    since = timezone.now() - conf.options.RECENT_LOGIN
    recent = Q(created_at__gt=since) | Q(proven_at__gt=since)
    session = current_session(request)
    found: bool = UserSession.objects.filter(recent, pk=session, user_id=user.pk).exists()  # type: ignore[misc]
    return found


def check_recent_login(*, user: Any, request: HttpRequest) -> None:
    """Make sure that it was proven just now who asks; `prove_by_password` and `prove_by_passkey` do so.

    :raises LoginTooOldError: the login is not recent.
    """
    if not has_recent_login(user=user, request=request):
        raise LoginTooOldError


def prove_by_password(*, user: Any, password: str, request: HttpRequest) -> None:
    """Let the login of a request be recent once more, by the password.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the request belongs to no login that is known.
    """
    check_own_password(user=user, password=password)
    _note_proof(user, request)


def prove_by_passkey(*, user: Any, state: str, credential: Any, request: HttpRequest) -> None:
    """Let the login of a request be recent once more, by a passkey that has verified its user.

    :param state: that of `start_passkey_step` for `Purpose.PROOF`.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises PasskeyOverError: the state is too old, was used, or is another user's.
    :raises PasskeyRefusedError: no passkey of the user has signed it.
    :raises LoginTooOldError: the request belongs to no login that is known.
    """
    take_passkey_step(user=user, state=state, credential=credential, request=request, purpose=Purpose.PROOF)
    _note_proof(user, request)


def prove_oneself(*, user: Any, password: str, request: HttpRequest) -> None:
    """Make sure that it is the user who asks: by the password or, where the user has none, by a login of just now.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    """
    if user.has_usable_password():
        check_own_password(user=user, password=password)
    else:
        check_recent_login(user=user, request=request)


def _note_proof(user: Any, request: HttpRequest) -> None:
    session = UserSession.objects.filter(pk=current_session(request), user_id=user.pk)  # type: ignore[misc]
    if not session.update(proven_at=timezone.now()):
        raise LoginTooOldError

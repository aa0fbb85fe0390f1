"""How a password is changed, and a forgotten one replaced."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from shop_core.tasks import queue_after_commit

from ..exceptions import WrongPasswordError
from ..identity import find_by_email
from ..models import AccountState, SecondFactor, SessionKind, UserSession
from ..tasks import mail_password_reset_link
from .devices import forget_devices
from .guesses import forget_guesses
from .jwt import TokenPair, tokens_for
from .limits import forget_attempts
from .notices import Event, notify
from .proof import prove_oneself
from .sessions import current_session, end_sessions, keep_session


def request_password_reset(*, email: str, base_url: str) -> None:
    """Mail a link to the active users of this address; nobody learns whether there was one."""
    for user in find_by_email(email.strip()).filter(shop_account__state=AccountState.ACTIVE):
        if user.is_active:
            queue_after_commit(mail_password_reset_link, str(user.pk), base_url)


def change_password(
    *, user: Any, new_password: str, request: HttpRequest, current_password: str = ""
) -> TokenPair | None:
    """Change a user's own password: all sessions and all tokens end but the browser session of the request.

    Where the request bears a token, its family ends as well, since its refresh token may have been copied; a new one begins, whose first
    pair is returned.

    :raises WrongPasswordError: the current password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    :raises ValidationError: by field name: the new password is weak.
    """
    prove_oneself(user=user, password=current_password, request=request)
    try:
        validate_password(new_password, user)
    except ValidationError as error:
        raise ValidationError({"new_password": error.messages}) from None
    http = getattr(request, "_request", request)
    current = UserSession.objects.filter(pk=current_session(request), user_id=user.pk).first()  # type: ignore[misc]
    with transaction.atomic():
        proven = get_user_model()._default_manager.select_for_update().filter(pk=user.pk, password=user.password)
        if proven.first() is None:  # somebody else was faster, and the password is another by now
            raise WrongPasswordError
        if current is not None and current.kind == SessionKind.TOKENS:
            set_password(user=user, password=new_password, request=request)
            return tokens_for(user=user, methods=current.methods.split(), request=http)
        set_password(user=user, password=new_password, request=request, keep=current.pk if current else None)
    update_session_auth_hash(http, user)
    return None


@transaction.atomic
def set_password(
    *, user: Any, password: str | None, request: HttpRequest | None = None, keep: UUID | None = None, base_url: str = ""
) -> None:
    """Give a user a new password, end every session and token, let every device be a new one, and tell the user.

    A second step whose setting up is not finished is dropped: whoever began it may have been somebody else.

    :param password: None: the user has none, and logs in in other ways.
    :param request: that of the user.
    :param base_url: what stands before the path of the link in the mail, where there is no such request.
    :param keep: spares this session.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user=user, keep=keep)
    keep_session(user=user, pk=keep)
    SecondFactor.objects.unfinished().filter(user_id=user.pk).delete()
    forget_devices(user=user)
    forget_guesses(user=user)
    forget_attempts(user=user)
    notify(user=user, event=Event.PASSWORD_CHANGED, request=request, base_url=base_url)

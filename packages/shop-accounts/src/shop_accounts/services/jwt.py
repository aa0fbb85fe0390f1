"""Tokens for clients without cookies. Each login begins a family; every refresh replaces its refresh token by the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken, Token, UntypedToken

from ..backends import NameOrEmailBackend
from ..conf import conf
from ..exceptions import InvalidTokenError, LoginRefusedError, SecondStepMissingError
from ..models import SessionKind, UserSession
from .login import check_credentials
from .notices import Event, notify
from .second_step import Challenge, challenge, has_second_step, must_set_up
from .sessions import ONE_STEP, end_session, note_session


class TokenPair(TypedDict):
    access: str
    refresh: str


def obtain_tokens(*, identifier: str, password: str, request: HttpRequest | None = None) -> TokenPair | Challenge:
    """Return an access and a refresh token for a name or e-mail and its password, or what the second step needs.

    :raises LoginRefusedError: they do not match, or the account is not active.
    """
    user = check_credentials(identifier=identifier, password=password, request=request)
    return tokens_or_challenge(user=user, request=request)


def tokens_or_challenge(
    *, user: Any, methods: Sequence[str] = ONE_STEP, request: HttpRequest | None = None
) -> TokenPair | Challenge:
    """Return tokens for a user who has taken the first step, or what the second step needs.

    :param methods: how the user took it.
    :raises LoginRefusedError: the account is not active.
    :raises SecondStepMissingError: the user's role demands a second step, and none is set up.
    """
    if has_second_step(user=user):
        return challenge(user=user)
    return tokens_for(user=user, methods=methods, request=request)


@transaction.atomic
def tokens_for(*, user: Any, methods: Sequence[str] = ONE_STEP, request: HttpRequest | None = None) -> TokenPair:
    """Begin a family of tokens for a user who has taken every step, and return its first pair.

    :param methods: how the user proved it, as RFC 8176 names it; they become the claim ``amr``, and ``mfa`` among them
        makes the claim ``mfa`` true.
    :raises LoginRefusedError: the account is not active.
    :raises SecondStepMissingError: the user's role demands a second step, and none that is enough is set up.
    """
    if not NameOrEmailBackend().user_can_authenticate(user):
        raise LoginRefusedError
    if must_set_up(user=user):
        raise SecondStepMissingError
    refresh = RefreshToken()
    session = note_session(
        user=user,
        request=request,
        kind=SessionKind.TOKENS,
        methods=methods,
        token=refresh["jti"],
        expires_at=_moment(refresh["exp"]),
    )
    return _pair(refresh, session, user)


def refresh_tokens(*, refresh: str, request: HttpRequest | None = None) -> TokenPair:
    """Return a new pair in place of a refresh token. Call it outside of transactions: what it ends must stay ended.

    A token that was replaced within the option ``REFRESH_GRACE`` gets the pair of whoever was faster: tabs refresh at the
    same time. Any other token that was used before was copied: its whole family ends, and the user is told.

    :raises InvalidTokenError: the token does not hold, or was used before.
    """
    token = _parse(RefreshToken, refresh)
    session = session_of(token)
    fresh, now = RefreshToken(), timezone.now()
    heir = UserSession.objects.filter(pk=session.pk, token=token["jti"])
    if heir.update(
        token=fresh["jti"],
        previous_token=token["jti"],
        rotated_at=now,
        seen_at=now,
        expires_at=_moment(fresh["exp"]),
    ):
        return _pair(fresh, session, session.user)
    session = session_of(token)
    if not _is_in_grace(session, token):
        end_session(user=session.user, pk=session.pk)
        notify(user=session.user, event=Event.TOKEN_REUSED, request=request)
        raise InvalidTokenError
    fresh["jti"], fresh["exp"] = session.token, int(session.expires_at.timestamp())
    return _pair(fresh, session, session.user)


def verify_token(*, token: str) -> None:
    """Make sure that a token holds at this moment.

    :raises InvalidTokenError: it does not, was replaced, or its family or user is gone or not active.
    """
    parsed = _parse(UntypedToken, token)
    session = session_of(parsed)
    is_refresh = parsed.get(api_settings.TOKEN_TYPE_CLAIM) == RefreshToken.token_type
    if is_refresh and parsed["jti"] != session.token and not _is_in_grace(session, parsed):
        raise InvalidTokenError


def revoke_token(*, token: str) -> None:
    """End the family of an access or refresh token; one that does not hold any more has none."""
    try:
        session = session_of(_parse(UntypedToken, token))
    except InvalidTokenError:
        return
    end_session(user=session.user, pk=session.pk)


def session_of(token: Token) -> UserSession:
    """Return the family of a token that is well-formed, with its user: one query.

    :raises InvalidTokenError: it was ended, the password was changed, or the user is gone or not active.
    """
    try:
        session = UserSession.objects.select_related("user__shop_account").get(
            pk=UUID(str(token.get("sid"))), kind=SessionKind.TOKENS, expires_at__gt=timezone.now()
        )
    except (UserSession.DoesNotExist, ValueError):
        raise InvalidTokenError from None
    user = session.user
    holds = str(getattr(user, api_settings.USER_ID_FIELD)) == token.get(api_settings.USER_ID_CLAIM)
    if not (holds and constant_time_compare(session.stamp, user.get_session_auth_hash())):
        raise InvalidTokenError
    if not NameOrEmailBackend().user_can_authenticate(user):
        raise InvalidTokenError
    return session


def _is_in_grace(session: UserSession, token: Token) -> bool:
    used = session.rotated_at
    return (
        used is not None
        and session.previous_token == token["jti"]
        and timezone.now() - used <= conf.options.REFRESH_GRACE
    )


def _pair(refresh: RefreshToken, session: UserSession, user: Any) -> TokenPair:
    refresh[api_settings.USER_ID_CLAIM] = str(getattr(user, api_settings.USER_ID_FIELD))
    refresh["sid"] = str(session.pk)
    refresh["amr"] = session.methods.split()
    refresh["mfa"] = "mfa" in refresh["amr"]
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def _parse(kind: type[Token], token: str) -> Any:
    try:
        return kind(token)  # type: ignore[arg-type]
    except TokenError:
        raise InvalidTokenError from None


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, tz=UTC)

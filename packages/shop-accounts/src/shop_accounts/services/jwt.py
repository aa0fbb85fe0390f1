"""Tokens for clients without cookies."""

from __future__ import annotations

from typing import Any, TypedDict

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken, Token, UntypedToken

from ..backends import NameOrEmailBackend
from ..exceptions import InvalidTokenError
from .login import check_credentials


class TokenPair(TypedDict):
    access: str
    refresh: str


def obtain_tokens(*, identifier: str, password: str, request: HttpRequest | None = None) -> TokenPair:
    """Return an access and a refresh token for a name or e-mail and its password.

    :raises LoginRefusedError: they do not match, or the account is not active.
    """
    user = check_credentials(identifier=identifier, password=password, request=request)
    refresh = RefreshToken.for_user(user)
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def refresh_access(*, refresh: str) -> str:
    """Return a new access token.

    :raises InvalidTokenError: the token is malformed, expired or of another kind, or its user is gone or not active.
    """
    try:
        token = RefreshToken(refresh)  # type: ignore[arg-type]
    except TokenError:
        raise InvalidTokenError from None
    _check_user(token)
    return str(token.access_token)


def verify_token(*, token: str) -> None:
    """Make sure that a token holds at this moment.

    :raises InvalidTokenError: it does not, or its user is gone or not active.
    """
    try:
        _check_user(UntypedToken(token))  # type: ignore[arg-type]
    except TokenError:
        raise InvalidTokenError from None


def _check_user(token: Token) -> None:
    try:
        user: Any = get_user_model()._default_manager.get(
            **{api_settings.USER_ID_FIELD: token.get(api_settings.USER_ID_CLAIM)}
        )
    except (get_user_model().DoesNotExist, ValueError, ValidationError):
        raise InvalidTokenError from None
    if not NameOrEmailBackend().user_can_authenticate(user):
        raise InvalidTokenError

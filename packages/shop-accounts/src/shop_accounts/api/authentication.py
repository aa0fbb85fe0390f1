"""Who asks: the bearer of a token whose family lives."""

from __future__ import annotations

from typing import Any

from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.tokens import Token

from ..exceptions import InvalidTokenError
from ..services.jwt import session_of


class TokenAuthentication(JWTAuthentication):
    """``Authorization: Bearer <access>``: refused as soon as its family has ended or the password was changed; one query."""

    def get_user(self, validated_token: Token) -> Any:
        try:
            return session_of(validated_token).user
        except InvalidTokenError as refusal:
            raise InvalidToken(str(refusal)) from None


class TokenScheme(SimpleJWTScheme):  # type: ignore[no-untyped-call]
    """How the OpenAPI description names it."""

    target_class = "shop_accounts.api.authentication.TokenAuthentication"

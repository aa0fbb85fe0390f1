"""Tokens: ``obtain``, ``refresh``, ``verify``, and the login by name or e-mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from shop_core.api import ShopAPIMixin
from shop_core.api.schema import ProblemSchema

from ..guards import SensitiveMixin
from ..services.jwt import obtain_tokens, refresh_tokens, revoke_token, verify_token
from .schema import LOGIN_ANSWER
from .serializers import (
    LoginSerializer,
    TokenObtainSerializer,
    TokenPairSerializer,
    TokenRefreshSerializer,
    TokenVerifySerializer,
)
from .throttling import LoginThrottle, TokenThrottle


class EntrySchema(ProblemSchema):
    """Describes that the endpoint itself looks at who asks, whose words may not hold."""

    def refusals(self, operation: dict[str, Any]) -> list[HTTPStatus]:
        return [*super().refusals(operation), HTTPStatus.UNAUTHORIZED]


class TokenView(SensitiveMixin, ShopAPIMixin, GenericAPIView[Any]):
    """An endpoint that everybody may call, whatever tokens the request bears."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = [TokenThrottle]
    schema = EntrySchema()

    def parse(self, request: Request) -> dict[str, Any]:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


@extend_schema(responses=LOGIN_ANSWER)
class ObtainView(TokenView):
    """Return a token pair for a name or e-mail and its password; ``mfa_required`` and a challenge where a second step follows."""

    serializer_class: type[Serializer[Any]] = TokenObtainSerializer
    throttle_classes = [LoginThrottle]

    def post(self, request: Request) -> Response:
        return Response(obtain_tokens(**self.parse(request), request=request._request))


class LoginView(ObtainView):
    """The same, with the name or e-mail in one field."""

    serializer_class = LoginSerializer


class RefreshView(TokenView):
    """Return a new pair; the old refresh token must not be used again, else the whole login ends."""

    serializer_class = TokenRefreshSerializer

    @extend_schema(responses=TokenPairSerializer)
    def post(self, request: Request) -> Response:
        return Response(refresh_tokens(**self.parse(request), request=request._request))


@extend_schema(responses={200: OpenApiResponse(description="The token holds.")})
class VerifyView(TokenView):
    """Answer 200 if the token holds at this moment, else 401."""

    serializer_class = TokenVerifySerializer

    def post(self, request: Request) -> Response:
        verify_token(**self.parse(request))
        return Response({})


@extend_schema(responses={200: OpenApiResponse(description="The login of the token has ended, or had ended before.")})
class RevokeView(TokenView):
    """Log out: no token of this login holds any more."""

    serializer_class = TokenVerifySerializer

    def post(self, request: Request) -> Response:
        revoke_token(**self.parse(request))
        return Response({})

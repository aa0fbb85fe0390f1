"""Where one is logged in, and the change of one's password, e-mail and phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from phonenumber_field.serializerfields import PhoneNumberField  # type: ignore[import-untyped]
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from shop_core.api import ShopAPIMixin

from ..guards import SensitiveMixin
from ..links import base_url
from ..models import UserSession
from ..services.emails import change_email, request_email_change
from ..services.passwords import change_password
from ..services.phones import change_phone, request_phone_change
from ..services.sessions import current_session, end_session, end_sessions
from .serializers import PasswordField, TokenPairSerializer
from .throttling import PasswordThrottle, PhoneConfirmThrottle
from .tokens import TokenView

GONE = OpenApiResponse(description="Ended.")


class SessionSerializer(serializers.ModelSerializer[UserSession]):
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = UserSession
        fields = ("id", "kind", "agent", "network", "created_at", "seen_at", "expires_at", "is_current")
        read_only_fields = fields

    def get_is_current(self, session: UserSession) -> bool:
        return bool(session.pk == self.context["current"])


class OwnPasswordSerializer(serializers.Serializer[Any]):
    """The password; users without one leave it out, and log in or use a passkey just before."""

    current_password = PasswordField(required=False, default="", allow_blank=True)


class PasswordChangeSerializer(OwnPasswordSerializer):
    new_password = PasswordField()


class EmailChangeSerializer(OwnPasswordSerializer):
    email = serializers.EmailField()


class EmailConfirmSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="The last part of the link in the mail.")


class PhoneChangeSerializer(OwnPasswordSerializer):
    phone = PhoneNumberField(allow_blank=True, help_text="Empty: none.")


class PhoneConfirmSerializer(serializers.Serializer[Any]):
    phone = PhoneNumberField()
    code = serializers.CharField(max_length=16)


class OwnView(SensitiveMixin, ShopAPIMixin, GenericAPIView[Any]):
    permission_classes = [IsAuthenticated]


class SessionsView(OwnView):
    """Where one is logged in, the last used first."""

    serializer_class = SessionSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=SessionSerializer(many=True))
    def get(self, request: Request) -> Response:
        sessions = UserSession.objects.live(request.user)
        context = {"current": current_session(request)}
        return Response(SessionSerializer(sessions, many=True, context=context).data)


class AllSessionsView(OwnView):
    """Log out everywhere, here as well."""

    @extend_schema(request=None, responses={204: GONE})
    def post(self, request: Request) -> Response:
        end_sessions(user=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OtherSessionsView(OwnView):
    """End all sessions but the one of this request."""

    @extend_schema(request=None, responses={204: GONE})
    def post(self, request: Request) -> Response:
        end_sessions(user=request.user, keep=current_session(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class SessionView(OwnView):
    """End one session; anybody else's is not found."""

    @extend_schema(responses={204: GONE})
    def delete(self, request: Request, pk: UUID) -> Response:
        if not end_session(user=request.user, pk=pk):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)


class PasswordChangeView(OwnView):
    """Change one's password, or set a first one after a recent login: every login ends, everywhere.

    Who asked with a token gets a new pair, since the old one is dead as well; a browser session lives on, and the answer is 204.
    """

    serializer_class = PasswordChangeSerializer
    throttle_classes = [PasswordThrottle]

    @extend_schema(
        responses={
            200: OpenApiResponse(
                TokenPairSerializer, description="Changed; these tokens replace those of the request."
            ),
            204: OpenApiResponse(description="Changed; the browser session of the request lives on."),
        }
    )
    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        pair = change_password(user=request.user, request=request, **serializer.validated_data)
        return Response(pair) if pair else Response(status=status.HTTP_204_NO_CONTENT)


class EmailChangeView(OwnView):
    """Have a link mailed to a new address, which replaces the old one when it is opened.

    It takes the password, or of users without one a recent login, see ``accounts/prove/passkey/``.
    """

    serializer_class = EmailChangeSerializer
    throttle_classes = [PasswordThrottle]

    @extend_schema(responses={202: OpenApiResponse(description="A mail is on its way.")})
    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        address = base_url(request._request)
        request_email_change(user=request.user, request=request._request, base_url=address, **serializer.validated_data)
        return Response(status=status.HTTP_202_ACCEPTED)


class EmailConfirmView(TokenView):
    """Put the new address in place by the link that was mailed there; the old one is told, and all sessions end."""

    serializer_class = EmailConfirmSerializer

    @extend_schema(responses={204: OpenApiResponse(description="Changed.")})
    def post(self, request: Request) -> Response:
        change_email(request=request._request, **self.parse(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PhoneChangeView(OwnView):
    """Have a code sent to a new phone; 204 where the change is made without one: no phone, or a shop that sends no texts.

    It takes the password, or of users without one a recent login, see ``accounts/prove/passkey/``.
    """

    serializer_class = PhoneChangeSerializer
    throttle_classes = [PasswordThrottle]

    @extend_schema(
        responses={
            202: OpenApiResponse(description="A code is on its way."),
            204: OpenApiResponse(description="Changed."),
        }
    )
    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = {name: str(value) for name, value in serializer.validated_data.items()}
        waits = request_phone_change(user=request.user, request=request._request, **given)
        return Response(status=status.HTTP_202_ACCEPTED if waits else status.HTTP_204_NO_CONTENT)


class PhoneConfirmView(OwnView):
    """Put the new phone in place by the code that was sent there; the old one is told."""

    serializer_class = PhoneConfirmSerializer
    throttle_classes = [PhoneConfirmThrottle]

    @extend_schema(responses={204: OpenApiResponse(description="Changed.")})
    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = {name: str(value) for name, value in serializer.validated_data.items()}
        change_phone(user=request.user, request=request._request, **given)
        return Response(status=status.HTTP_204_NO_CONTENT)

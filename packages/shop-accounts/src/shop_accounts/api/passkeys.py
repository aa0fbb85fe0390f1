"""Passkeys: one's own, logins by them alone, and the second step by them.

``options`` goes to ``navigator.credentials``, whose answer comes back as ``credential``, together with ``state``.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from shop_core.api.schema import ProblemSchema

from ..models import Passkey
from ..passkeys import is_offered
from ..services.jwt import tokens_for
from ..services.passkey_challenges import Purpose
from ..services.passkey_login import (
    start_passkey_login,
    start_passkey_step,
    take_passkey_login,
    take_passkey_step,
)
from ..services.passkeys import add_passkey, remove_passkey, rename_passkey, start_passkey
from ..services.proof import prove_by_passkey
from ..services.second_step import challenged_user
from ..services.sessions import PASSKEY_ALONE, PASSKEY_STEP
from .mfa import MfaThrottle, OwnView, ProofSerializer
from .serializers import TokenPairSerializer
from .throttling import LoginThrottle
from .tokens import EntrySchema, TokenView


class PasskeySerializer(serializers.ModelSerializer[Passkey]):
    class Meta:
        model = Passkey
        fields = ("id", "name", "created_at", "used_at")
        read_only_fields = ("created_at", "used_at")


class PasskeyCeremonySerializer(serializers.Serializer[Any]):
    options = serializers.DictField(read_only=True, help_text="For navigator.credentials, bytes as base64url.")
    state = serializers.CharField(read_only=True, help_text="Comes back with the answer, within five minutes.")


class PasskeyAnswerSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(write_only=True)
    credential = serializers.DictField(write_only=True, help_text="What navigator.credentials answered, as JSON.")


class NewPasskeySerializer(PasskeyAnswerSerializer):
    name = serializers.CharField(max_length=60, write_only=True)
    recovery_codes = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Shown this once, for the first way that is turned on."
    )


class PasskeyStepOptionsSerializer(serializers.Serializer[Any]):
    challenge = serializers.CharField(write_only=True, help_text="Of the answer with mfa_required.")


class PasskeyStepSerializer(PasskeyAnswerSerializer):
    challenge = serializers.CharField(write_only=True, help_text="Of the answer with mfa_required.")


class OfferedSchema(ProblemSchema):
    """Describes that the endpoint may not be there."""

    def refusals(self, operation: dict[str, Any]) -> list[HTTPStatus]:
        return [*super().refusals(operation), HTTPStatus.NOT_FOUND]


class OfferedEntrySchema(OfferedSchema, EntrySchema):
    """The same of an endpoint that looks itself at who asks."""


class OfferedMixin:
    """An endpoint that is not there where the shop offers no passkeys."""

    schema: Any = OfferedSchema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if not is_offered():
            raise Http404
        super().initial(request, *args, **kwargs)  # type: ignore[misc]


class ListView(OfferedMixin, OwnView):
    """One's own passkeys, the newest first; POST adds what the browser has made."""

    serializer_class = NewPasskeySerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=PasskeySerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(PasskeySerializer(Passkey.objects.of(request.user), many=True).data)

    @extend_schema(responses={201: NewPasskeySerializer})
    def post(self, request: Request) -> Response:
        codes = add_passkey(user=request.user, request=request._request, **self.parse(request))
        return Response({"recovery_codes": codes}, status=status.HTTP_201_CREATED)


class OptionsView(OfferedMixin, OwnView):
    """Begin to add a passkey; it takes a recent login, else the answer is 403 ``login_too_old``: ``accounts/prove/`` makes it one."""

    serializer_class = PasskeyCeremonySerializer

    @extend_schema(request=None, responses=PasskeyCeremonySerializer)
    def post(self, request: Request) -> Response:
        return Response(start_passkey(user=request.user, request=request._request))


class DetailView(OfferedMixin, OwnView):
    """Give a passkey another name; anybody else's is not found."""

    serializer_class = PasskeySerializer

    def patch(self, request: Request, pk: int) -> Response:
        rename_passkey(user=request.user, pk=pk, **self.parse(request))
        return Response(PasskeySerializer(Passkey.objects.of(request.user).get(pk=pk)).data)


class RemoveView(OfferedMixin, OwnView):
    """Remove a passkey; it takes the password, or of users without one a recent login."""

    serializer_class = ProofSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        remove_passkey(user=request.user, pk=pk, request=request._request, **self.parse(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProveOptionsView(OfferedMixin, OwnView):
    """Begin to prove once more that it is you, by a passkey in place of the password."""

    serializer_class = PasskeyCeremonySerializer

    @extend_schema(request=None, responses=PasskeyCeremonySerializer)
    def post(self, request: Request) -> Response:
        return Response(start_passkey_step(user=request.user, purpose=Purpose.PROOF))


class ProveView(OfferedMixin, OwnView):
    """Prove once more that it is you, by a passkey: the login then counts as recent."""

    serializer_class = PasskeyAnswerSerializer

    @extend_schema(responses={204: OpenApiResponse(description="The login counts as recent.")})
    def post(self, request: Request) -> Response:
        prove_by_passkey(user=request.user, request=request._request, **self.parse(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class LoginOptionsView(OfferedMixin, TokenView):
    """Begin a login by a passkey alone."""

    schema = OfferedEntrySchema()
    serializer_class = PasskeyCeremonySerializer

    @extend_schema(request=None, responses=PasskeyCeremonySerializer)
    def post(self, request: Request) -> Response:
        return Response(start_passkey_login(request=request._request))


class LoginView(OfferedMixin, TokenView):
    """Log in by a passkey alone: both steps in one, so the answer is the token pair."""

    schema = OfferedEntrySchema()
    serializer_class = PasskeyAnswerSerializer
    throttle_classes = [LoginThrottle]

    @extend_schema(responses=TokenPairSerializer)
    def post(self, request: Request) -> Response:
        user = take_passkey_login(request=request._request, **self.parse(request))
        return Response(tokens_for(user=user, methods=PASSKEY_ALONE, request=request._request))


class StepOptionsView(OfferedMixin, TokenView):
    """Begin the second step by a passkey."""

    schema = OfferedEntrySchema()
    serializer_class = PasskeyStepOptionsSerializer
    throttle_classes = [MfaThrottle]

    @extend_schema(responses=PasskeyCeremonySerializer)
    def post(self, request: Request) -> Response:
        return Response(start_passkey_step(user=challenged_user(**self.parse(request))))


class StepView(OfferedMixin, TokenView):
    """Take the second step by a passkey."""

    schema = OfferedEntrySchema()
    serializer_class = PasskeyStepSerializer
    throttle_classes = [MfaThrottle]

    @extend_schema(responses=TokenPairSerializer)
    def post(self, request: Request) -> Response:
        given = self.parse(request)
        user = challenged_user(challenge=given.pop("challenge"))
        take_passkey_step(user=user, request=request._request, **given)
        return Response(tokens_for(user=user, methods=PASSKEY_STEP, request=request._request))

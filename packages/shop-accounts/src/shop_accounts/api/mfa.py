"""The second step of a login, and its setting up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from shop_core.api import ShopAPIMixin

from ..contacts import mask
from ..exceptions import UnknownMethodError
from ..guards import SensitiveMixin
from ..models import CodePurpose, FactorKind, RecoveryCode, SecondFactor
from ..services.codes import request_code
from ..services.factors import (
    check_possible,
    contact_for,
    possible_kinds,
    renew_recovery_codes,
    start_totp,
    totp_address,
    turn_off,
    turn_on,
    unproven_contacts,
)
from ..services.jwt import tokens_for
from ..services.proof import check_recent_login, prove_by_password
from ..services.second_step import challenged_user, send_step_code, take_step
from ..services.sessions import BOTH_STEPS
from .codes import CodeRequestedSerializer
from .serializers import PasswordField, TokenPairSerializer
from .throttling import OptionRateThrottle, PasswordThrottle
from .tokens import TokenView


class MfaThrottle(OptionRateThrottle):
    scope = "mfa"


class StepSendSerializer(serializers.Serializer[Any]):
    challenge = serializers.CharField()
    method = serializers.CharField(max_length=16)


class StepSerializer(StepSendSerializer):
    code = serializers.CharField(max_length=32)


class MfaStateSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField(read_only=True)
    on = serializers.ListField(child=serializers.CharField(), read_only=True)
    possible = serializers.ListField(child=serializers.CharField(), read_only=True)
    to_prove = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="Masked contacts.")
    recovery_codes_left = serializers.IntegerField(read_only=True)


class TotpSerializer(serializers.Serializer[Any]):
    secret = serializers.CharField(read_only=True)
    address = serializers.CharField(read_only=True, help_text="What the QR code says: otpauth://totp/...")


class TurnOnSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=32, write_only=True)
    recovery_codes = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Shown this once, for the first way that is turned on."
    )


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    recovery_codes = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="Shown this once.")


class ProvePasswordSerializer(serializers.Serializer[Any]):
    password = PasswordField()


class ProofSerializer(serializers.Serializer[Any]):
    """The password; users without one leave it out, and log in or use a passkey just before."""

    password = PasswordField(required=False, default="", allow_blank=True)


class StepSendView(TokenView):
    """Have the code of the second step sent; too soon is a 429 with ``retry_after``."""

    serializer_class = StepSendSerializer
    throttle_classes = [MfaThrottle]

    @extend_schema(responses={202: CodeRequestedSerializer})
    def post(self, request: Request) -> Response:
        given = self.parse(request)
        send_step_code(user=challenged_user(challenge=given["challenge"]), method=given["method"])
        return Response({"detail": _("A code is on its way.")}, status=status.HTTP_202_ACCEPTED)


class StepView(TokenView):
    """Take the second step: a challenge and a code give the token pair."""

    serializer_class = StepSerializer
    throttle_classes = [MfaThrottle]

    @extend_schema(responses=TokenPairSerializer)
    def post(self, request: Request) -> Response:
        given = self.parse(request)
        user = challenged_user(challenge=given["challenge"])
        take_step(user=user, method=given["method"], code=given["code"])
        return Response(tokens_for(user=user, methods=BOTH_STEPS, request=request._request))


class OwnView(SensitiveMixin, ShopAPIMixin, GenericAPIView[Any]):
    permission_classes = [IsAuthenticated]
    throttle_classes = [MfaThrottle]

    def parse(self, request: Request) -> dict[str, Any]:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class StateView(OwnView):
    """What one has set up."""

    serializer_class = MfaStateSerializer

    def get(self, request: Request) -> Response:
        user = request.user
        on = [factor.kind for factor in SecondFactor.objects.on(user)]  # type: ignore[arg-type]
        return Response(
            {
                "enabled": bool(on),
                "on": on,
                "possible": possible_kinds(user=user),
                "to_prove": [mask(contact) for contact in unproven_contacts(user=user)],
                "recovery_codes_left": RecoveryCode.objects.filter(user_id=str(user.pk)).count(),
            }
        )


class StartView(OwnView):
    """Begin to set up a way: the secret of an authenticator app, or a code by e-mail or text message.

    It takes a recent login, else the answer is 403 ``login_too_old``: ``accounts/prove/`` makes it one.
    Contacts are proven before, by ``accounts/otp/request/`` and ``accounts/otp/verify/`` with the purpose ``verify``.
    """

    serializer_class = TotpSerializer

    @extend_schema(request=None, responses={200: TotpSerializer, 202: CodeRequestedSerializer})
    def post(self, request: Request, kind: str) -> Response:
        user = request.user
        on = SecondFactor.objects.on(user).filter(kind=kind).exists()  # type: ignore[arg-type]
        if on or kind == FactorKind.PASSKEY:  # which has endpoints of its own
            raise UnknownMethodError
        check_recent_login(user=user, request=request)
        check_possible(user=user, kind=kind)
        if kind == FactorKind.TOTP:
            factor = start_totp(user=user)
            return Response({"secret": factor.seed, "address": totp_address(user=user, factor=factor)})
        request_code(target=contact_for(user=user, kind=kind), purpose=CodePurpose.MFA, user=user)
        return Response({"detail": _("A code is on its way.")}, status=status.HTTP_202_ACCEPTED)


class TurnOnView(OwnView):
    """Turn a way on by a code of it; it takes a recent login, as its beginning does."""

    serializer_class = TurnOnSerializer

    def post(self, request: Request, kind: str) -> Response:
        codes = turn_on(user=request.user, kind=kind, request=request._request, **self.parse(request))
        return Response({"recovery_codes": codes})


class RecoveryCodesView(OwnView):
    """Make new recovery codes, those from before are dead; it takes a recent login, see ``accounts/prove/``."""

    serializer_class = RecoveryCodesSerializer

    @extend_schema(request=None, responses=RecoveryCodesSerializer)
    def post(self, request: Request) -> Response:
        return Response({"recovery_codes": renew_recovery_codes(user=request.user, request=request._request)})


class TurnOffView(OwnView):
    """Turn a way off; it takes the password."""

    serializer_class = ProofSerializer

    @extend_schema(responses={204: None})
    def post(self, request: Request, kind: str) -> Response:
        turn_off(user=request.user, kind=kind, request=request._request, **self.parse(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProveView(OwnView):
    """Prove once more that it is you, by the password: where an endpoint answers 403 ``login_too_old``, it then goes on."""

    throttle_classes = [PasswordThrottle]
    serializer_class = ProvePasswordSerializer

    @extend_schema(responses={204: OpenApiResponse(description="The login counts as recent.")})
    def post(self, request: Request) -> Response:
        prove_by_password(user=request.user, request=request._request, **self.parse(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

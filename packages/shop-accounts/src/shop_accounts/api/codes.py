"""One-time codes: asked for and used."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from ..models import CodePurpose
from ..services.codes import confirm_contact, request_code, use_code
from ..services.jwt import tokens_or_challenge
from .schema import CODE_ANSWER
from .throttling import OptionRateThrottle
from .tokens import TokenView

PURPOSES = [CodePurpose.LOGIN, CodePurpose.VERIFY]


class CodeRequestThrottle(OptionRateThrottle):
    scope = "otp_request"


class CodeVerifyThrottle(OptionRateThrottle):
    scope = "otp_verify"


class CodeRequestSerializer(serializers.Serializer[Any]):
    target = serializers.CharField(max_length=254, help_text="An e-mail, or a phone with its country code.")
    purpose = serializers.ChoiceField(choices=[(purpose.value, purpose.label) for purpose in PURPOSES])


class CodeVerifySerializer(CodeRequestSerializer):
    code = serializers.CharField(max_length=16)


class CodeRequestedSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField(read_only=True)


class CodeRequestView(TokenView):
    """Have a code sent. The answer is the same whether or not the target is known; too soon is a 429 with ``retry_after``."""

    serializer_class = CodeRequestSerializer
    throttle_classes = [CodeRequestThrottle]

    @extend_schema(responses={202: CodeRequestedSerializer, 429: OpenApiResponse(description="Too soon or too often.")})
    def post(self, request: Request) -> Response:
        request_code(**self.parse(request))
        answer = {"detail": _("If we know this contact, a code is on its way.")}
        return Response(answer, status=status.HTTP_202_ACCEPTED)


class CodeVerifyView(TokenView):
    """Use a code."""

    serializer_class = CodeVerifySerializer
    throttle_classes = [CodeVerifyThrottle]

    @extend_schema(responses=CODE_ANSWER)
    def post(self, request: Request) -> Response:
        given = self.parse(request)
        user = use_code(**given)
        if given["purpose"] == CodePurpose.LOGIN:
            return Response(tokens_or_challenge(user=user, methods=["otp"], request=request._request))
        confirm_contact(user=user, contact=given["target"])
        return Response({"verified": True})

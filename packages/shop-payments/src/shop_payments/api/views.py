"""The endpoints of payments."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop_core.api import ShopAPIMixin

from ..hooks import resolve_payable
from ..models import Payment
from ..services.events import receive_notice
from ..services.start import start_payment
from .serializers import PaymentSerializer, StartedSerializer, StartSerializer


class StartView(ShopAPIMixin, APIView):
    """Start to pay for something that the user owes."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="payments_start",
        request=StartSerializer,
        responses={
            201: StartedSerializer,
            404: OpenApiResponse(description="Nothing is owed there, or not by the user."),
            502: OpenApiResponse(description="The provider cannot be reached; the attempt can be repeated."),
        },
    )
    def post(self, request: Request) -> Response:
        serializer = StartSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        wish: dict[str, Any] = serializer.validated_data
        user = cast(AbstractBaseUser, request.user)
        payable = resolve_payable(kind=wish["kind"], reference=wish["reference"], user=user)
        payment = start_payment(
            payable=payable,
            kind=wish["kind"],
            provider=wish["provider"],
            user=user,
            base_url=request.build_absolute_uri("/"),
        )
        started = StartedSerializer({"payment": payment, "redirect_url": payment.redirect_url})
        return Response(started.data, status=status.HTTP_201_CREATED)


class PaymentView(ShopAPIMixin, APIView):
    """Tell how a payment stands."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="payments_retrieve", responses=PaymentSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        payment = get_object_or_404(Payment, public_id=public_id)
        if not payment.can_be_seen_by(request.user):
            raise Http404
        return Response(PaymentSerializer(payment).data)


class WebhookView(ShopAPIMixin, APIView):
    """Take the notice of a provider: proved by its raw bytes, kept, and answered before anything is done with it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="payments_webhook",
        request={"application/json": {"type": "object"}},
        responses={
            204: OpenApiResponse(description="Kept."),
            400: OpenApiResponse(description="Not from the provider; nothing is kept."),
        },
    )
    def post(self, request: Request, provider: str) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        receive_notice(provider=provider, body=request.body, headers=headers)
        return Response(status=status.HTTP_204_NO_CONTENT)

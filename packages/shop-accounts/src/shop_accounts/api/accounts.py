"""Registration, one's own account and addresses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from shop_core.api import ShopAPIMixin, ShopPagination

from ..guards import SensitiveMixin
from ..links import base_url
from ..models import Account, Address
from ..profiles import find_profile
from ..services.activation import activate, resend_activation
from ..services.addresses import add_address, change_address, make_default_address, remove_address
from ..services.jwt import tokens_or_challenge
from ..services.profile import set_photo, update_profile
from ..services.registration import register
from .schema import LOGIN_ANSWER
from .serializers import (
    ActivateSerializer,
    AddressSerializer,
    EmailSerializer,
    MeSerializer,
    ProfileSerializer,
    RegisteredSerializer,
    RegisterSerializer,
)
from .throttling import RegisterThrottle
from .tokens import TokenView


class RegisterView(SensitiveMixin, ShopAPIMixin, GenericAPIView[Any]):
    """Register; the address gets a mail with the next step, and the answer is the same for a taken address."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = [RegisterThrottle]
    serializer_class = RegisterSerializer

    @extend_schema(responses={201: RegisteredSerializer})
    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        register(**serializer.validated_data, base_url=base_url(request._request))
        answer = {"email": serializer.validated_data["email"], "detail": _("Please look into your mail.")}
        return Response(answer, status=status.HTTP_201_CREATED)


class ActivateView(TokenView):
    """Confirm one's address by the link of the mail; the answer is that of a login."""

    serializer_class = ActivateSerializer

    @extend_schema(responses=LOGIN_ANSWER)
    def post(self, request: Request) -> Response:
        user = activate(**self.parse(request))
        return Response(tokens_or_challenge(user=user, methods=["otp"], request=request._request))


class ResendView(TokenView):
    """Have the link mailed once more; the answer is the same for an address that has nothing to confirm."""

    serializer_class = EmailSerializer
    throttle_classes = [RegisterThrottle]

    @extend_schema(responses={202: RegisteredSerializer})
    def post(self, request: Request) -> Response:
        given = self.parse(request)
        resend_activation(**given, base_url=base_url(request._request))
        return Response({**given, "detail": _("Please look into your mail.")}, status=status.HTTP_202_ACCEPTED)


class ProfileView(ShopAPIMixin, GenericAPIView[Account]):
    """What everybody may know of a user."""

    permission_classes = ()
    serializer_class = ProfileSerializer

    def get(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(find_profile(pk)).data)


class MeView(ShopAPIMixin, GenericAPIView[Account]):
    """One's own account."""

    permission_classes = [IsAuthenticated]
    serializer_class = MeSerializer

    def get_object(self) -> Account:
        account: Account = Account.objects.of(self.request.user)  # type: ignore[arg-type]
        return account

    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def patch(self, request: Request) -> Response:
        account = self.get_object()
        serializer = self.get_serializer(account, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        name = serializer.validated_data.get("name_holder", {})
        update_profile(
            account=account,
            first_name=name.get("first_name", account.name_holder.first_name),
            last_name=name.get("last_name", account.name_holder.last_name),
        )
        if "photo" in serializer.validated_data:
            set_photo(account=account, photo=serializer.validated_data["photo"])
        return Response(self.get_serializer(account).data)


class AddressViewSet(ShopAPIMixin, viewsets.ModelViewSet[Address]):
    """One's own addresses, the default one first; anybody else's are not found."""

    permission_classes = [IsAuthenticated]
    pagination_class = ShopPagination
    filter_backends = [SearchFilter, OrderingFilter]
    search_fields = ["label", "name", "line1", "city", "postal_code"]
    ordering_fields = ["label", "name", "city", "created_at"]
    serializer_class = AddressSerializer
    queryset = Address.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Address]:
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a user
            return super().get_queryset()
        found: QuerySet[Address] = Address.objects.for_user(self.request.user)
        return found

    def perform_create(self, serializer: BaseSerializer[Address]) -> None:
        wanted = bool(serializer.validated_data.get("is_default"))
        serializer.instance = add_address(user=self.request.user, make_default=wanted, **serializer.wish)  # type: ignore[attr-defined,arg-type]

    def perform_update(self, serializer: BaseSerializer[Address]) -> None:
        address = change_address(address=serializer.instance, **serializer.wish)  # type: ignore[attr-defined,arg-type]
        if serializer.validated_data.get("is_default"):
            make_default_address(address=address)

    def perform_destroy(self, instance: Address) -> None:
        remove_address(address=instance)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="default")
    def make_default(self, request: Request, pk: int) -> Response:
        """Make this address the default."""
        address = self.get_object()
        make_default_address(address=address)
        return Response(self.get_serializer(address).data)

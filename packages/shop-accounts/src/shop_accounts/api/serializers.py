"""The bodies of the API: shape and types; the rules stand in the services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from phonenumber_field.serializerfields import PhoneNumberField  # type: ignore[import-untyped]
from rest_framework import serializers

from shop_core.api.uploads import SafeImageField
from shop_core.contracts import PostalAddress

from ..identity import email_of, name_field
from ..models import Account, Address
from ..models.addresses import POSTAL_FIELDS
from ..profiles import links_of
from ..services.registration import JUDGED, registration_faults
from ..services.roles import roles_of
from ..services.second_step import has_second_step


class PasswordField(serializers.CharField):
    """A password: written, never read, and kept as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(write_only=True, trim_whitespace=False, style={"input_type": "password"}, **kwargs)


class LoginSerializer(serializers.Serializer[Any]):
    identifier = serializers.CharField(write_only=True, help_text="User name or e-mail.")
    password = PasswordField()


class TokenObtainSerializer(serializers.Serializer[Any]):
    """One of ``identifier``, ``email`` and ``username``, and the password."""

    identifier = serializers.CharField(write_only=True, required=False)
    email = serializers.CharField(write_only=True, required=False)
    username = serializers.CharField(write_only=True, required=False)
    password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [attrs[name] for name in ("identifier", "email", "username") if name in attrs]
        if len(given) != 1:
            raise serializers.ValidationError(_("Give one of identifier, email and username."))
        return {"identifier": given[0], "password": attrs["password"]}


class TokenPairSerializer(serializers.Serializer[Any]):
    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)


class MethodSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(read_only=True, help_text="passkey, totp, email, sms or recovery.")
    contact = serializers.CharField(read_only=True, help_text="Masked.")


class ChallengeSerializer(serializers.Serializer[Any]):
    """What a second step needs; it is taken at ``accounts/mfa/verify/``."""

    mfa_required = serializers.BooleanField(read_only=True)
    challenge = serializers.CharField(read_only=True)
    methods = MethodSerializer(many=True, read_only=True)


class ContactProvenSerializer(serializers.Serializer[Any]):
    verified = serializers.BooleanField(read_only=True)


class TokenRefreshSerializer(serializers.Serializer[Any]):
    refresh = serializers.CharField(write_only=True)


class TokenVerifySerializer(serializers.Serializer[Any]):
    token = serializers.CharField(write_only=True)


class RegisterSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    password = PasswordField()
    username = serializers.CharField(required=False, allow_blank=True, max_length=150)
    first_name = serializers.CharField(required=False, allow_blank=True, max_length=150)
    last_name = serializers.CharField(required=False, allow_blank=True, max_length=150)
    phone = PhoneNumberField(required=False, allow_blank=True)
    photo = SafeImageField(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """Tell at once what is wrong with every field, even where the shape of another is wrong."""
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            wrong: Any = refusal.detail
            if isinstance(data, Mapping):
                given = {name: data[name] for name in JUDGED if name not in wrong and isinstance(data.get(name), str)}
                wrong = {**registration_faults(**given), **wrong}
            raise serializers.ValidationError(wrong) from None


class RegisteredSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(read_only=True)
    detail = serializers.CharField(read_only=True)


class ActivateSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField(source="uidb64", help_text="The part of the link before the token.")
    token = serializers.CharField(help_text="The last part of the link in the mail.")


class EmailSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()


class PhotoField(SafeImageField):
    """A photo; where there is none, the address is that of the default picture."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, value: Any) -> str:
        request = self.context.get("request")
        url: str = value.photo_url
        return str(request.build_absolute_uri(url)) if request else url


class ProfileLinkSerializer(serializers.Serializer[Any]):
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    url = serializers.CharField(read_only=True, help_text="Empty: it is only said.")


class ProfileSerializer(serializers.Serializer[Account]):
    """What everybody may know of a user."""

    id = serializers.CharField(source="user_id", read_only=True)
    name = serializers.CharField(source="public_name", read_only=True)
    photo = PhotoField(read_only=True)
    member_since = serializers.DateTimeField(source="created_at", read_only=True)
    links = serializers.SerializerMethodField(help_text="What other apps add.")

    @extend_schema_field(ProfileLinkSerializer(many=True))
    def get_links(self, account: Account) -> Any:
        found = links_of(user=account.user, viewer=self.context["request"].user)
        return ProfileLinkSerializer(found, many=True).data


class MeSerializer(serializers.Serializer[Account]):
    """One's own account. Only the name and the photo can be written."""

    id = serializers.CharField(source="user_id", read_only=True)
    email = serializers.SerializerMethodField()
    username = serializers.SerializerMethodField()
    first_name = serializers.CharField(source="name_holder.first_name", allow_blank=True, max_length=150)
    last_name = serializers.CharField(source="name_holder.last_name", allow_blank=True, max_length=150)
    phone = PhoneNumberField(read_only=True, help_text="Changed by `change-phone`, once the new one is proven.")
    is_phone_verified = serializers.BooleanField(source="is_phone_proven", read_only=True)
    photo = PhotoField(
        required=False, allow_null=True, help_text="Null takes it down; the default picture stands for it."
    )
    role = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField()
    is_verified = serializers.BooleanField(read_only=True)
    mfa_enabled = serializers.SerializerMethodField()

    @extend_schema_field(serializers.EmailField)
    def get_email(self, account: Account) -> str:
        return email_of(account.user)

    def get_username(self, account: Account) -> str:
        field = name_field()
        return str(getattr(account.user, field) or "") if field else ""

    def get_mfa_enabled(self, account: Account) -> bool:
        return has_second_step(user=account.user)

    def get_role(self, account: Account) -> str:
        return self.get_roles(account)[0]

    def get_roles(self, account: Account) -> list[str]:
        return roles_of(account.user)


class AddressSerializer(serializers.ModelSerializer[Address]):
    is_default = serializers.BooleanField(required=False, help_text="True makes it the default; false changes nothing.")

    class Meta:
        model = Address
        fields = ("id", "label", *POSTAL_FIELDS, "is_default")

    @property
    def wish(self) -> dict[str, Any]:
        """What the services take: the address as a whole, and its label."""
        before = {field: getattr(self.instance, field) for field in POSTAL_FIELDS} if self.instance else {}
        given = {**before, **self.validated_data}
        postal = PostalAddress(**{field: given[field] for field in POSTAL_FIELDS if field in given})
        return {"postal": postal, "label": given.get("label", getattr(self.instance, "label", ""))}

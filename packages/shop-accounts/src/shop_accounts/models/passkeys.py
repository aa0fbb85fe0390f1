"""Passkeys: keys on a user's phones, computers and sticks, of which the shop knows the public half."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    def of(self, user: Any) -> PasskeyQuerySet:
        """Return a user's passkeys, the newest first."""
        return self.filter(user_id=user.pk).order_by("-created_at", "-pk")


class Passkey(models.Model):
    """A public key, by the id under which the authenticator keeps the private one.

    ``handle`` is what the authenticator knows the user by: random, and the same for all passkeys of a user.
    ``sign_count`` is how often it has signed, by its own account; synchronized passkeys do not count and stay at 0.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shop_passkeys", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.CharField(max_length=1364, unique=True, editable=False, help_text="1023 bytes as base64url.")
    handle = models.CharField(max_length=64, editable=False)
    public_key = models.BinaryField(editable=False)
    sign_count = models.BigIntegerField(default=0, editable=False)
    transports = models.CharField(max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    objects: ClassVar[Any] = PasskeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return self.name

"""Where a user is logged in, and from which devices."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    BROWSER = "browser", _("browser")
    TOKENS = "tokens", _("app or program")


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def live(self, user: Any) -> UserSessionQuerySet:
        """Return where a user is logged in now, the last used first."""
        return self.filter(user_id=user.pk, expires_at__gt=timezone.now()).order_by("-seen_at", "pk")


class UserSession(models.Model):
    """A browser session or a family of tokens; both end with this row.

    ``token`` is the id of the only refresh token of the family that may still be used, ``previous_token`` of the one before.
    ``stamp`` is the user's session hash, so that a change of the password, however made, ends all.
    ``proven_at`` is when the user has last proven once more to be it, since the login.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shop_sessions", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=SessionKind.choices)
    methods = models.CharField(
        _("ways of proof"), max_length=100, blank=True, help_text=_("As RFC 8176 names them, with spaces between.")
    )
    network = models.CharField(_("network"), max_length=64, blank=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    session_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    token = models.CharField(max_length=64, blank=True, editable=False)
    previous_token = models.CharField(max_length=64, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    stamp = models.CharField(max_length=128, editable=False)
    created_at = models.DateTimeField(_("logged in"), default=timezone.now, editable=False)
    proven_at = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(_("last used"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    objects: ClassVar[Any] = UserSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SessionKind.values), name="shop_accounts_session_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agent} {self.network}".strip() or str(self.pk)


class KnownDevice(models.Model):
    """A device from which a user has logged in before; ``digest`` is of its cookie."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shop_devices", verbose_name=_("user")
    )
    digest = models.CharField(max_length=64, editable=False)
    seen_at = models.DateTimeField(_("last used"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="shop_accounts_device_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.pk}"

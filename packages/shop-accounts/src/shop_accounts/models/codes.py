"""Codes that are sent to an address or a phone to prove that it is within reach."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CodePurpose(models.TextChoices):
    LOGIN = "login", _("log in")
    VERIFY = "verify", _("verify a contact")
    MFA = "mfa", _("second step of a login")
    PHONE = "phone", _("change the phone")


class OneTimeCodeQuerySet(models.QuerySet["OneTimeCode"]):
    def usable(self, *, target: str, purpose: str) -> OneTimeCodeQuerySet:
        """Return the code that a target may still be asked for, if there is one."""
        return self.filter(target=target, purpose=purpose, expires_at__gt=timezone.now()).exclude(digest="")

    def forgettable(self, moment: datetime) -> OneTimeCodeQuerySet:
        """Return the codes that neither hold nor limit anything since ``moment``."""
        return self.filter(expires_at__lt=moment, window_started_at__lt=moment)


class OneTimeCode(models.Model):
    """The newest code for a purpose and a target: one row for both, so that a newer code kills the older one.

    Targets that belong to nobody have a row as well, with the same limits; nothing is sent to them.
    """

    purpose = models.CharField(_("purpose"), max_length=16, choices=CodePurpose.choices)
    target = models.CharField(_("target"), max_length=254, help_text=_("An e-mail in lower case, or a phone as E.164."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("user")
    )
    digest = models.CharField(_("digest"), max_length=64, blank=True, help_text=_("Empty: not sent yet, or used."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sends = models.PositiveSmallIntegerField(_("sends in this hour"), default=0)
    window_started_at = models.DateTimeField(_("start of this hour"), default=timezone.now)
    requested_at = models.DateTimeField(_("requested"), null=True)
    expires_at = models.DateTimeField(_("expires"), default=timezone.now)

    objects: ClassVar[Any] = OneTimeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        indexes = [models.Index(fields=["expires_at"], name="shop_accounts_code_expires")]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "target"], name="shop_accounts_code_newest"),
            models.CheckConstraint(
                condition=models.Q(purpose__in=CodePurpose.values), name="shop_accounts_code_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

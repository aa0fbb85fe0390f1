"""The second step of a login: what a user has set up for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..sealing import unseal

SET_UP_TIME = timedelta(minutes=10)
"""How long a secret that was shown waits for its first code."""


class FactorKind(models.TextChoices):
    PASSKEY = "passkey", _("passkey")
    TOTP = "totp", _("authenticator app")
    EMAIL = "email", _("code by e-mail")
    SMS = "sms", _("code by text message")


class SecondFactorQuerySet(models.QuerySet["SecondFactor"]):
    def on(self, user: AbstractBaseUser) -> SecondFactorQuerySet:
        """Return the ways that a user has turned on, the strongest first."""
        order = models.Case(
            *(models.When(kind=kind, then=number) for number, kind in enumerate(FactorKind.values)),
            output_field=models.SmallIntegerField(),
        )
        return self.filter(user_id=user.pk, confirmed_at__isnull=False).order_by(order)

    def unfinished(self) -> SecondFactorQuerySet:
        """Return the ways that wait for their first code."""
        return self.filter(confirmed_at=None)

    def abandoned(self) -> SecondFactorQuerySet:
        """Return the ways that nobody will finish to set up: their secret was shown `SET_UP_TIME` ago."""
        return self.unfinished().filter(created_at__lt=timezone.now() - SET_UP_TIME)


class SecondFactor(models.Model):
    """One way to take the second step; that of ``passkey`` stands for all passkeys of the user.

    ``secret`` is what the server shares with an authenticator app, sealed where the option ``ENCRYPTION_KEYS`` has keys; `seed` is it in clear.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shop_second_factors", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=FactorKind.choices)
    secret = models.CharField(_("secret"), max_length=255, blank=True, editable=False)
    last_step = models.BigIntegerField(_("last step"), default=-1, editable=False)
    confirmed_at = models.DateTimeField(_("turned on"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = SecondFactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="shop_accounts_factor_once"),
            models.CheckConstraint(condition=models.Q(kind__in=FactorKind.values), name="shop_accounts_factor_kind"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def seed(self) -> str:
        """The secret in clear.

        :raises UnreadableSecretError: its key is not among ``ENCRYPTION_KEYS`` any more.
        """
        return unseal(self.secret)


class RecoveryCode(models.Model):
    """A code on paper that works once, for when everything else is out of reach."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shop_recovery_codes", verbose_name=_("user")
    )
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="shop_accounts_recovery_code_once")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

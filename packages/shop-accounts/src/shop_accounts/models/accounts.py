"""What the shop knows of a user beyond the user model: the state first of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField  # type: ignore[import-untyped]

from shop_core.uploads import RandomName

from ..conf import conf
from ..identity import has_field


class AccountState(models.TextChoices):
    PENDING = "pending", _("not yet confirmed")
    ACTIVE = "active", _("active")
    DEACTIVATED = "deactivated", _("deactivated")


MOVES: Mapping[AccountState, frozenset[AccountState]] = {
    AccountState.PENDING: frozenset({AccountState.ACTIVE}),
    AccountState.ACTIVE: frozenset({AccountState.DEACTIVATED}),
    AccountState.DEACTIVATED: frozenset({AccountState.ACTIVE}),
}
"""Where an account may go from each state."""


class AccountQuerySet(models.QuerySet["Account"]):
    def of(self, user: AbstractBaseUser) -> Account:
        """Return the user's account, made now if the user came in unseen."""
        account, _made = self.get_or_create(pk=user.pk, defaults={"state": initial_state(user)})
        return account

    def public(self) -> AccountQuerySet:
        """Return the accounts whose profiles everybody may see."""
        return self.filter(state=AccountState.ACTIVE).select_related("user")

    def unconfirmed_since(self, moment: Any) -> AccountQuerySet:
        """Return the accounts that registered before ``moment`` and never confirmed nor logged in."""
        return self.filter(state=AccountState.PENDING, created_at__lt=moment, user__last_login=None)


class Account(models.Model):
    """One for each user, under the user's own key."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="shop_account",
        verbose_name=_("user"),
    )
    state = models.CharField(_("state"), max_length=16, choices=AccountState.choices, default=AccountState.ACTIVE)
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True, editable=False)
    first_name = models.CharField(
        _("first name"), max_length=150, blank=True, help_text=_("Used where the user model has no such field.")
    )
    last_name = models.CharField(
        _("last name"), max_length=150, blank=True, help_text=_("Used where the user model has no such field.")
    )
    phone = PhoneNumberField(_("phone"), blank=True)
    proven_phone = PhoneNumberField(_("proven phone"), blank=True, editable=False)
    photo = models.ImageField(_("photo"), upload_to=RandomName("shop_accounts/photos"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects: ClassVar[Any] = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        permissions = [
            ("assign_roles", _("Can give and take roles")),
            ("reset_second_step", _("Can reset a lost second step")),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="shop_accounts_account_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=AccountState.values), name="shop_accounts_account_state_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_active(self) -> bool:
        return self.state == AccountState.ACTIVE

    @property
    def is_verified(self) -> bool:
        return self.email_confirmed_at is not None

    @property
    def is_phone_proven(self) -> bool:
        return bool(self.phone) and self.phone == self.proven_phone

    def can_become(self, state: AccountState) -> bool:
        return state in MOVES[AccountState(self.state)]

    @property
    def name_holder(self) -> Any:
        """The record that holds the person's names: the user where its model has fields for them, else the account."""
        return self.user if has_field("first_name") and has_field("last_name") else self

    @property
    def full_name(self) -> str:
        holder = self.name_holder
        return f"{holder.first_name} {holder.last_name}".strip()

    @property
    def public_name(self) -> str:
        """What strangers may know: the first name and the first letter of the last one."""
        holder = self.name_holder
        initial = f"{holder.last_name[:1]}." if holder.last_name else ""
        return f"{holder.first_name} {initial}".strip() or gettext("Member")

    @property
    def photo_url(self) -> str:
        """Where the photo is, or the picture of the option ``DEFAULT_PHOTO`` that stands for it."""
        return str(self.photo.url) if self.photo else static(conf.options.DEFAULT_PHOTO)


def initial_state(user: AbstractBaseUser) -> AccountState:
    """Return the state of an account whose user did not register: there is nothing to confirm."""
    return AccountState.ACTIVE if user.is_active else AccountState.DEACTIVATED

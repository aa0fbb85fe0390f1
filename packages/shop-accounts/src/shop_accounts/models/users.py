"""A ready user model, for projects that have none of their own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users, and finds them by e-mail, upper and lower case alike."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; an empty user name becomes none."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        username = self.model.normalize_username(fields.pop("username", None) or "") or None
        user = self.model(email=self.normalize_email(email), username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user who may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an e-mail address, and a user name if wanted. Chosen by ``AUTH_USER_MODEL = "shop_accounts.User"``."""

    username = models.CharField(
        _("user name"),
        max_length=150,
        null=True,
        blank=True,
        validators=[
            UnicodeUsernameValidator(),
            RegexValidator("@", _("A user name has no @ in it."), inverse_match=True),
        ],
    )
    email = models.EmailField(
        _("e-mail address"),
        unique=True,  # implied by the constraint on Lower() below, which Django's check of USERNAME_FIELD does not see
        error_messages={"unique": _("A user with this e-mail address exists.")},
    )
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May enter the back office."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("May log in."))
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        swappable = "AUTH_USER_MODEL"
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="shop_accounts_user_email",
                violation_error_message=_("A user with this e-mail address exists."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="shop_accounts_user_username",
                violation_error_message=_("A user with this user name exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(username=None) | ~(models.Q(username="") | models.Q(username__contains="@")),
                name="shop_accounts_user_username_form",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

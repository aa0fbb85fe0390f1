"""What a user is called in whatever user model the project has."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist

CLIENT = "client"
"""The role that everybody has."""

BACKEND = "shop_accounts.backends.NameOrEmailBackend"
"""The dotted path under which our logins open a session."""

MIDDLEWARE = "shop_accounts.middleware.SecondStepMiddleware"
"""The dotted path of what keeps sessions without their second step out."""

SESSIONS_MIDDLEWARE = "shop_accounts.middleware.SessionsMiddleware"
"""The dotted path of what keeps the list of sessions true."""


def email_field() -> str:
    """Return the name of the user model's e-mail field."""
    return get_user_model().get_email_field_name()


def name_field() -> str | None:
    """Return the field of the name that a user may log in with beside the e-mail; None where the model has none."""
    model = get_user_model()
    if email_field() != model.USERNAME_FIELD:
        return model.USERNAME_FIELD
    return "username" if has_field("username") else None


def has_field(name: str) -> bool:
    """Tell whether the user model has a column of this name."""
    try:
        get_user_model()._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def email_of(user: AbstractBaseUser) -> str:
    """Return the user's e-mail, whatever its field is called."""
    return str(getattr(user, email_field()) or "")


def find_by_email(email: str) -> Any:
    """Return the users of an e-mail, upper and lower case alike; a foreign user model may have several."""
    return get_user_model()._default_manager.filter(**{f"{email_field()}__iexact": email})


def find_by_name(name: str) -> Any:
    """Return the users of a login name, upper and lower case alike."""
    model = get_user_model()._default_manager
    field = name_field()
    return model.filter(**{f"{field}__iexact": name}) if field else model.none()

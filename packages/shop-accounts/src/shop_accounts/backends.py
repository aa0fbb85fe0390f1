"""Who may log in, and by what name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.http import HttpRequest

from .conf import conf
from .identity import CLIENT, find_by_email, find_by_name
from .models import AccountState, SecondFactor


class NameOrEmailBackend(ModelBackend):
    """Log in with the user name or the e-mail; accounts that wait for confirmation or are deactivated are refused.

    A password alone opens no account with a second step: only our own logins, which ask for it, may check it here.
    The password is hashed exactly once, whether or not the user exists, so that the time tells nothing.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        identifier = username or kwargs.get(get_user_model().USERNAME_FIELD)
        if not identifier or password is None:
            return None
        user = find_user(identifier)
        if user is None:
            get_user_model()().set_password(password)
            return None
        if not user.check_password(password) or not self.user_can_authenticate(user):
            return None
        if not kwargs.get("second_step_follows") and SecondFactor.objects.on(user).exists():
            return None
        return user

    def user_can_authenticate(self, user: Any) -> bool:
        account = getattr(user, "shop_account", None)
        return super().user_can_authenticate(user) and (account is None or account.state == AccountState.ACTIVE)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the rights of the user's groups, and those that the option gives to clients, since everybody is one."""
        found: set[str] = super().get_group_permissions(user_obj, obj)
        if not conf.options.ROLE_PERMISSIONS.get(CLIENT) or not user_obj.is_active or obj is not None:
            return found
        of_clients = Permission.objects.filter(group__name=CLIENT).order_by()
        return found | {".".join(names) for names in of_clients.values_list("content_type__app_label", "codename")}

    def get_user(self, user_id: Any) -> Any:
        user = get_user_model()._default_manager.select_related("shop_account").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def find_user(identifier: str) -> AbstractBaseUser | None:
    """Return the one user of this e-mail or name; an e-mail wins over a name that looks like one."""
    found = list(find_by_email(identifier).select_related("shop_account")[:2]) if "@" in identifier else []
    found = found or list(find_by_name(identifier).select_related("shop_account")[:2])
    return found[0] if len(found) == 1 else None

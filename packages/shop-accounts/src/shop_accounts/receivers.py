"""Keeps what must hold for every user, however made: each has an account, and the roles exist after each migration.

Receivers of Django's own signals, since the user model is foreign; `apps.ShopAccountsConfig` connects them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.signals import post_migrate, post_save

from .models import Account
from .models.accounts import initial_state
from .services.roles import sync_roles


def connect() -> None:
    """Connect the receivers, once."""
    post_save.connect(make_account, sender=settings.AUTH_USER_MODEL, dispatch_uid="shop_accounts.make_account")
    post_migrate.connect(make_roles, dispatch_uid="shop_accounts.make_roles")


def make_account(sender: type[AbstractBaseUser], instance: AbstractBaseUser, created: bool, **kwargs: Any) -> None:
    """Give a new user an account; those that a fixture brings along overwrite it, since they bear the same key."""
    if created:
        defaults = {"state": initial_state(instance)}
        Account.objects.using(kwargs["using"]).get_or_create(user_id=instance.pk, defaults=defaults)


def make_roles(app_config: Any, using: str, apps: Any = apps, **kwargs: Any) -> None:
    """Make the roles and grant what the option gives them of this app's permissions."""
    sync_roles(app_config=app_config, using=using, registry=apps)

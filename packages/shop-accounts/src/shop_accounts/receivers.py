"""Keeps what must hold for every user, however made: each has an account, logins are noted wherever they
happen, those who may not log in have no sessions, and the roles exist after each migration.

Receivers of Django's own signals, since the user model is foreign; `apps.ShopAccountsConfig` connects them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate, post_save, pre_delete
from django.http import HttpRequest

from .models import Account
from .models.accounts import initial_state
from .services.roles import sync_roles
from .services.second_step import STEP_DUE, has_second_step
from .services.sessions import BOTH_STEPS, ONE_STEP, current_session, end_session, end_sessions, note_login


def connect() -> None:
    """Connect the receivers, once."""
    post_save.connect(make_account, sender=settings.AUTH_USER_MODEL, dispatch_uid="shop_accounts.make_account")
    user_logged_in.connect(note_missing_step, dispatch_uid="shop_accounts.note_missing_step")
    post_save.connect(end_barred, sender=settings.AUTH_USER_MODEL, dispatch_uid="shop_accounts.end_barred")
    pre_delete.connect(end_deleted, sender=settings.AUTH_USER_MODEL, dispatch_uid="shop_accounts.end_deleted")
    user_logged_in.connect(note_entry, dispatch_uid="shop_accounts.note_entry")
    user_logged_out.connect(note_exit, dispatch_uid="shop_accounts.note_exit")
    post_migrate.connect(make_roles, dispatch_uid="shop_accounts.make_roles")


def make_account(sender: type[AbstractBaseUser], instance: AbstractBaseUser, created: bool, **kwargs: Any) -> None:
    """Give a new user an account; those that a fixture brings along overwrite it, since they bear the same key."""
    if created:
        defaults = {"state": initial_state(instance)}
        Account.objects.using(kwargs["using"]).get_or_create(user_id=instance.pk, defaults=defaults)


def note_missing_step(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note in a session that others opened (a social login, a passkey library) that the second step is to be taken yet."""
    if not getattr(request, "shop_second_step_taken", False) and has_second_step(user=user):
        request.session[STEP_DUE] = True


def end_barred(sender: type[AbstractBaseUser], instance: AbstractBaseUser, raw: bool = False, **kwargs: Any) -> None:
    """End the sessions of a user who was switched off: they must not revive when the user is switched on again."""
    if not instance.is_active and not raw:
        end_sessions(user=instance)


def end_deleted(sender: type[AbstractBaseUser], instance: AbstractBaseUser, **kwargs: Any) -> None:
    """Empty the stores of what the sessions of a deleted user held."""
    end_sessions(user=instance)


def note_entry(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Note a login, by whatever page it was made."""
    if hasattr(request, "session"):
        took_both = getattr(request, "shop_second_step_taken", False) and has_second_step(user=user)
        methods = getattr(request, "shop_login_methods", BOTH_STEPS) if took_both else ONE_STEP
        note_login(user=user, request=request, methods=methods)


def note_exit(sender: Any, request: HttpRequest, user: AbstractBaseUser | None, **kwargs: Any) -> None:
    """Note a logout."""
    session = current_session(request)
    if user is not None and session is not None:
        end_session(user=user, pk=session)


def make_roles(app_config: Any, using: str, apps: Any = apps, **kwargs: Any) -> None:
    """Make the roles and grant what the option gives them of this app's permissions."""
    sync_roles(app_config=app_config, using=using, registry=apps)

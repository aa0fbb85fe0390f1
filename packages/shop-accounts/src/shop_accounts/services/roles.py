"""Who may do what: roles are groups, and the project says what each may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, transaction

from ..conf import conf
from ..exceptions import AboveYourRoleError, UnknownRoleError
from ..identity import CLIENT, has_field

ROLES = (CLIENT, "agent", "manager", "administrator")
"""From the least right to the most; above them all stands the superuser."""


def sync_roles(*, app_config: AppConfig | None = None, using: str = DEFAULT_DB_ALIAS, registry: Any = apps) -> None:
    """Make the groups of the roles, and grant them what the option gives.

    Each right is granted once: what staff take away from a group, or add to it, stays as they left it.

    :param app_config: grants the permissions of this app only; all where it is left out.
    :param registry: the models as they are at this point of a migration.
    """
    try:
        group_model, permission_model = registry.get_model("auth", "Group"), registry.get_model("auth", "Permission")
        grant_model = registry.get_model("shop_accounts", "RoleGrant")
    except LookupError:  # the tables are yet to come
        return
    groups, grants = {}, grant_model.objects.using(using)
    for role in ROLES:
        groups[role], is_new = group_model.objects.using(using).get_or_create(name=role)
        if is_new:
            grants.filter(role=role).delete()
    granted = set(grants.values_list("role", "permission"))
    for role, app_label, codename in _grants(app_config.label if app_config else None):
        if (role, f"{app_label}.{codename}") in granted:
            continue
        create_permissions(apps.get_app_config(app_label), verbosity=0, using=using, apps=registry)
        found = permission_model.objects.using(using).filter(content_type__app_label=app_label, codename=codename)
        if found:
            groups[role].permissions.add(*found)
            grants.get_or_create(role=role, permission=f"{app_label}.{codename}")


def roles_of(user: Any) -> list[str]:
    """Return the roles of a user, the highest first; everybody is a client, and a superuser an administrator."""
    groups = {group.name for group in user.groups.all()} if hasattr(user, "groups") else set()
    held = groups | {CLIENT} | ({"administrator"} if getattr(user, "is_superuser", False) else set())
    return [role for role in reversed(ROLES) if role in held]


def rank_of(user: Any) -> int:
    """Return how high a user stands: the place of the highest role in `ROLES`, and above them for a superuser."""
    if getattr(user, "is_superuser", False):
        return len(ROLES)
    return ROLES.index(roles_of(user)[0])


def has_role(*, user: Any, role: str) -> bool:
    """Tell whether a user has a role, or a higher one; whoever may not log in has none.

    :raises UnknownRoleError: there is no such role.
    """
    return bool(user.is_authenticated and user.is_active and rank_of(user) >= _rank_of_role(role))


def grantable_roles(*, by: Any) -> list[str]:
    """Return the roles that a user may give and take: up to the own one. Everybody is a client without being made one."""
    return list(ROLES[1 : rank_of(by) + 1])


def check_rank(*, user: Any, by: Any) -> None:
    """Make sure that nobody manages who stands higher.

    :param by: who manages ``user``.
    :raises AboveYourRoleError: ``user`` has a higher role.
    """
    if rank_of(user) > rank_of(by):
        raise AboveYourRoleError


@transaction.atomic
def grant_role(*, user: Any, role: str, by: Any) -> None:
    """Give a user a role. Whoever has one beyond client may enter the back office, if the user model knows of staff.

    :param by: who gives it; whether this user may manage roles at all is asked by the caller.
    :raises UnknownRoleError: there is no such role.
    :raises AboveYourRoleError: the role or the user stands higher than who gives it.
    """
    _check_role(role=role, user=user, by=by)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    if has_field("is_staff") and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


@transaction.atomic
def revoke_role(*, user: Any, role: str, by: Any) -> None:
    """Take a role from a user; with the last one goes the way into the back office, but for superusers.

    :param by: who takes it; whether this user may manage roles at all is asked by the caller.
    :raises UnknownRoleError: there is no such role.
    :raises AboveYourRoleError: the role or the user stands higher than who takes it.
    """
    _check_role(role=role, user=user, by=by)
    user.groups.remove(*Group.objects.filter(name=role))
    if has_field("is_staff") and user.is_staff and roles_of(user) == [CLIENT]:
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def _check_role(*, role: str, user: Any, by: Any) -> None:
    if _rank_of_role(role) > rank_of(by):
        raise AboveYourRoleError
    check_rank(user=user, by=by)


def _rank_of_role(role: str) -> int:
    if role not in ROLES:
        raise UnknownRoleError(role=role)
    return ROLES.index(role)


def _grants(of_app: str | None) -> Iterator[tuple[str, str, str]]:
    for role, permissions in conf.options.ROLE_PERMISSIONS.items():
        for permission in permissions:
            app_label, _, codename = permission.partition(".")
            if role in ROLES and app_label in apps.app_configs and of_app in (None, app_label):
                yield role, app_label, codename

"""Who may do what: roles are groups, and the project says what each may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS

from ..conf import conf

ROLES = ("client", "agent", "manager", "administrator")
"""From the least right to the most."""


def sync_roles(*, app_config: AppConfig | None = None, using: str = DEFAULT_DB_ALIAS, registry: Any = apps) -> None:
    """Make the groups of the roles, and grant them what the option gives; nothing is ever taken away.

    :param app_config: grants the permissions of this app only; all where it is left out.
    :param registry: the models as they are at this point of a migration.
    """
    try:
        group_model, permission_model = registry.get_model("auth", "Group"), registry.get_model("auth", "Permission")
    except LookupError:  # the tables are yet to come
        return
    groups = {role: group_model.objects.using(using).get_or_create(name=role)[0] for role in ROLES}
    for role, app_label, codename in _grants(app_config.label if app_config else None):
        create_permissions(apps.get_app_config(app_label), verbosity=0, using=using, apps=registry)
        found = permission_model.objects.using(using).filter(content_type__app_label=app_label, codename=codename)
        groups[role].permissions.add(*found)


def roles_of(user: Any) -> list[str]:
    """Return the roles of a user, the highest first; everybody is a client, and a superuser an administrator."""
    groups = set(user.groups.values_list("name", flat=True)) if hasattr(user, "groups") else set()
    held = groups | {"client"} | ({"administrator"} if getattr(user, "is_superuser", False) else set())
    return [role for role in reversed(ROLES) if role in held]


def _grants(of_app: str | None) -> Iterator[tuple[str, str, str]]:
    for role, permissions in conf.options.ROLE_PERMISSIONS.items():
        for permission in permissions:
            app_label, _, codename = permission.partition(".")
            if role in ROLES and app_label in apps.app_configs and of_app in (None, app_label):
                yield role, app_label, codename

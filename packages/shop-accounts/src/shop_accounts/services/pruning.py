"""What is swept away: registrations that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet
from django.utils import timezone

from ..conf import conf
from ..identity import has_field
from ..models import Account
from ..personal_data import AccountPersonalData


def delete_unverified_users(*, max_age: timedelta | None = None, dry_run: bool = False) -> int:
    """Delete the users who registered and never confirmed, and return how many went.

    Spared are active and deactivated accounts, whoever ever logged in, staff, and whomever a record of another app points to.

    :param max_age: how long they may wait; the option ``UNVERIFIED_MAX_AGE`` where it is left out.
    :param dry_run: only count.
    """
    max_age = conf.options.UNVERIFIED_MAX_AGE if max_age is None else max_age
    if max_age is None:
        return 0
    keys = list(_forgotten(max_age).values_list("pk", flat=True))
    return len(keys) if dry_run else sum(_delete(key, max_age) for key in keys)


def _forgotten(max_age: timedelta) -> QuerySet[Any]:
    waiting = Account.objects.unconfirmed_since(timezone.now() - max_age)
    users = get_user_model()._base_manager.filter(shop_account__in=waiting)
    for right in filter(has_field, ("is_staff", "is_superuser")):
        users = users.exclude(**{right: True})
    for relation in _relations_of_others():
        column = relation.field.name
        users = users.exclude(Exists(relation.related_model._base_manager.filter(**{column: OuterRef("pk")})))
    return users


def _relations_of_others() -> list[Any]:
    """Return what other records point to users with, also by names that the user model hides; a user's own groups are not others'."""
    user_model = get_user_model()
    return [
        relation
        for relation in user_model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and relation.related_model._meta.app_label != Account._meta.app_label
        and getattr(relation.related_model._meta, "auto_created", None) is not user_model
    ]


def _delete(key: Any, max_age: timedelta) -> bool:
    """Delete one user with files and all, unless the link was clicked this very moment."""
    with transaction.atomic():
        Account.objects.select_for_update().filter(pk=key).first()
        user = _forgotten(max_age).filter(pk=key).first()
        if user is None:
            return False
        AccountPersonalData().erase(user)
        user.delete()
        return True

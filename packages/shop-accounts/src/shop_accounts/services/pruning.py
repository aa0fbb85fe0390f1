"""What is swept away: registrations that nobody confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ..conf import conf
from ..models import Account


def delete_unverified_users(*, max_age: timedelta | None = None, dry_run: bool = False) -> int:
    """Delete the users who registered and never confirmed, and return how many went.

    Spared are active and deactivated accounts, whoever ever logged in, and whomever a record of another app points to.

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
    users = get_user_model()._default_manager.filter(shop_account__in=waiting)
    for relation in get_user_model()._meta.related_objects:
        if relation.related_model._meta.app_label != Account._meta.app_label:
            column = relation.field.name
            users = users.exclude(Exists(relation.related_model._base_manager.filter(**{column: OuterRef("pk")})))
    return users


def _delete(key: Any, max_age: timedelta) -> bool:
    """Delete one user, unless the link was clicked this very moment."""
    with transaction.atomic():
        Account.objects.select_for_update().filter(pk=key).first()
        user = _forgotten(max_age).filter(pk=key).first()
        return bool(user and user.delete())

"""Accounts for those who were there before us."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from ..models import Account
from ..models.accounts import initial_state

BATCH = 500


def backfill_accounts() -> int:
    """Make an account for every user who has none, and return how many were made; safe to run twice at once."""
    made = 0
    while users := list(get_user_model()._default_manager.filter(shop_account=None).order_by("pk")[:BATCH]):
        accounts = [Account(user=user, state=initial_state(user)) for user in users]
        made += len(Account.objects.bulk_create(accounts, ignore_conflicts=True))
    return made

"""Factories for tests of shop-accounts and of projects that use it; they work with any user model."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib.auth import get_user_model

from shop_core.contracts import PostalAddress

from .identity import email_field
from .models import Account, AccountState, Address
from .services.addresses import add_address

PASSWORD = "correct horse battery staple"  # noqa: S105 - of test users

_numbers = itertools.count(1)


def make_user(*, email: str = "", state: AccountState = AccountState.ACTIVE, **fields: Any) -> Any:
    """Make a user with `PASSWORD` and an account in this state."""
    user = get_user_model()(**{email_field(): email or f"user{next(_numbers)}@example.com", **fields})
    user.is_active = state == AccountState.ACTIVE
    user.set_password(PASSWORD)
    user.save()
    account = Account.objects.of(user)
    account.state = state
    account.save()
    user.shop_account = account
    return user


def make_postal(**overrides: str) -> PostalAddress:
    """Return a valid address in Warsaw."""
    warsaw = {"name": "Ada Lovelace", "line1": "Prosta 1", "city": "Warszawa", "postal_code": "00-838", "country": "PL"}
    return PostalAddress(**{**warsaw, **overrides})


def make_address(*, user: Any = None, label: str = "", make_default: bool = False, **postal: str) -> Address:
    """Make an entry of a user's address book."""
    user = user or make_user()
    return add_address(user=user, postal=make_postal(**postal), label=label, make_default=make_default)

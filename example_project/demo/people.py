"""The people of the demo: who can log in, and who has shopped here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from shop_accounts.models import Account, User
from shop_accounts.services.addresses import add_address

from .progress import Progress
from .texts import PersonText, logins, shoppers

PASSWORD = "let-me-shop"  # noqa: S105 - the demo's, printed for everyone to see
MEMBER_FOR = timedelta(days=200)
RIGHTS: dict[str, dict[str, Any]] = {
    "agent": {"is_staff": True},
    "manager": {"is_staff": True},
    "administrator": {"is_staff": True, "is_superuser": True},
}
"""The columns of the user that a role sets; its permissions come with the group of its name."""


def add_people(progress: Progress, *, now: datetime) -> None:
    """Add whoever is not there yet."""
    joined_at = now - MEMBER_FOR
    known = set(User.objects.filter(email__in=[person.email for person in everybody()]).values_list("email", flat=True))
    missing = [person for person in everybody() if person.email not in known]
    hashed = make_password(PASSWORD) if missing else ""
    for person in progress.over(missing, of="people"):
        _add(person, password=hashed if person in logins() else make_password(None), joined_at=joined_at)


def everybody() -> list[PersonText]:
    return [*logins(), *shoppers()]


@transaction.atomic
def _add(person: PersonText, *, password: str, joined_at: datetime) -> None:
    user = User.objects.create(
        email=person.email,
        password=password,
        first_name=person.first_name,
        last_name=person.last_name,
        date_joined=joined_at,
        **RIGHTS.get(person.role, {}),
    )
    user.groups.add(*Group.objects.filter(name=person.role))
    phone = person.address.phone if person.address else ""
    Account.objects.filter(user=user).update(phone=phone, email_confirmed_at=joined_at, created_at=joined_at)
    if person.address:
        add_address(user=user, postal=person.address, label="Home")

"""What a user says of oneself."""

from __future__ import annotations

from django.db import transaction

from ..models import Account


@transaction.atomic
def update_profile(*, account: Account, first_name: str, last_name: str, phone: str) -> Account:
    """Change the name and the phone."""
    holder = account.name_holder
    holder.first_name, holder.last_name = first_name.strip(), last_name.strip()
    account.phone = phone
    account.save()
    if holder is not account:
        holder.save(update_fields=["first_name", "last_name"])
    return account

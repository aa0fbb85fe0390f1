"""What everybody may know of a user, and what other apps add to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404

from .conf import conf
from .hooks import ProfileLink
from .models import Account


def find_profile(key: str) -> Account:
    """Return the account of a public profile.

    :raises Http404: there is none, or it is not active.
    """
    try:
        account: Account | None = Account.objects.public().filter(pk=key).first()  # type: ignore[misc]
    except (ValueError, OverflowError, ValidationError):  # no key of this user model
        account = None
    if account is None:
        raise Http404
    return account


def links_of(*, user: Any, viewer: Any) -> list[ProfileLink]:
    """Return what the hooks of the option ``PROFILE_LINKS`` add to a profile, in their order."""
    return [link for hook in conf.hooks("PROFILE_LINKS") for link in hook.links([user], viewer).get(user.pk, ())]

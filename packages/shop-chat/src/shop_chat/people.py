"""Who takes part in a chat: users, and guests known by a cookie."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser

from .conf import conf


@dataclass(frozen=True)
class Guest:
    """Somebody who is not logged in."""

    key: str


Person: TypeAlias = AbstractBaseUser | Guest


@dataclass(frozen=True, kw_only=True)
class Face:
    """How a person looks to the others."""

    name: str
    avatar: str


def person_key(person: Person) -> str:
    """Return what tells the person from all others, in one string."""
    return f"guest:{person.key}" if isinstance(person, Guest) else f"user:{person.pk}"


def faces(users: Collection[AbstractBaseUser | None]) -> Mapping[Any, Face]:
    """Return name and picture of each user, by primary key."""
    known = list({user.pk: user for user in users if user is not None}.values())
    if not known:
        return {}
    names = conf.hook("DISPLAY_NAME").names(known)
    avatars = conf.hook("AVATAR_URL").urls(known)
    return {user.pk: Face(name=names.get(user.pk, ""), avatar=avatars.get(user.pk, "")) for user in known}

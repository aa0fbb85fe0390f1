"""What shop-chat asks of the project it lives in, many people at a time, with the default answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class DisplayName(Protocol):
    """Names people as others may see them."""

    def names(self, users: Collection[AbstractBaseUser]) -> Mapping[Any, str]:
        """Return the name of each user, by primary key."""
        ...


class AvatarUrl(Protocol):
    """Knows people's pictures."""

    def urls(self, users: Collection[AbstractBaseUser]) -> Mapping[Any, str]:
        """Return the address of each user's picture, by primary key; who has none is left out."""
        ...


class UserDisplayName:
    """The default `DisplayName`: the full name, else the login name without the domain of an e-mail address."""

    def names(self, users: Collection[AbstractBaseUser]) -> Mapping[Any, str]:
        return {user.pk: self._name(user) for user in users}

    def _name(self, user: Any) -> str:
        full_name = user.get_full_name() if hasattr(user, "get_full_name") else ""
        return full_name or user.get_username().partition("@")[0]


class NoAvatars:
    """The default `AvatarUrl`: nobody has a picture."""

    def urls(self, users: Collection[AbstractBaseUser]) -> Mapping[Any, str]:
        return {}

"""What shop-accounts asks of the project it lives in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class SmsBackend(Protocol):
    """Sends text messages."""

    def send(self, to: str, text: str) -> None:
        """Send ``text`` to a phone, given as E.164.

        :raises OSError: the provider cannot be reached at the moment; the message is tried again later.
        """


class StaffAction(Protocol):
    """Something that staff can do to users in the admin, such as lifting the bans of a chat."""

    def label(self) -> str | Promise:
        """Return what the list of actions says."""

    def is_allowed(self, by: AbstractBaseUser) -> bool:
        """Tell whether this member of staff may do it."""

    def run(self, users: Sequence[AbstractBaseUser], by: AbstractBaseUser) -> int:
        """Do it, and return to how many it made a difference. The users stand no higher than ``by``."""


@dataclass(frozen=True, kw_only=True)
class ProfileLink:
    """What a public profile offers or says, such as "Direct message" or the shop of a seller."""

    label: str | Promise
    url: str = ""
    """Where it leads; empty: it is only said."""
    icon: str = ""
    """The name of an icon of `shop_core`."""


class ProfileLinks(Protocol):
    """Adds to public profiles what other apps know of a user."""

    def links(
        self, users: Collection[AbstractBaseUser], viewer: AbstractBaseUser | AnonymousUser
    ) -> Mapping[Any, Sequence[ProfileLink]]:
        """Return the links of each user, by the user's key; users without any may be left out.

        :param viewer: who looks at the profiles.
        """

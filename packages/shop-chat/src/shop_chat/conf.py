"""Every option of shop-chat: the keys of ``settings.SHOP_CHAT``."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from shop_core.conf import AppSettings, Implements

from .hooks import AvatarUrl, DisplayName


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_CHAT``."""

    DISPLAY_NAME: Annotated[str, Implements(DisplayName)] = "shop_chat.hooks.UserDisplayName"
    """The `DisplayName` that names people in the chat."""

    AVATAR_URL: Annotated[str, Implements(AvatarUrl)] = "shop_chat.hooks.NoAvatars"
    """The `AvatarUrl` that knows people's pictures."""

    ADMIN_AVATAR_URL: str = ""
    """The picture of agents without one of their own; empty: the one that comes with the app."""

    DEFAULT_AVATAR_URL: str = ""
    """The picture of everybody else without one of their own; empty: the one that comes with the app."""

    WEBSOCKET_BASE_URL: str = "/ws/"
    """Where browsers find the sockets: a path on this host, or a whole ``wss://`` address."""

    MAX_LENGTH: int = 4000
    """The most characters of a message."""

    MAX_FRAME_BYTES: int = 65_536
    """The largest frame that a socket takes; a larger one closes it."""

    GUEST_COOKIE_AGE: timedelta = timedelta(days=30)
    """How long a visitor who is not logged in keeps the thread after the last visit."""


conf = AppSettings("SHOP_CHAT", Options)

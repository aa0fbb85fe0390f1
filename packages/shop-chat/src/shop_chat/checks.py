"""System checks of shop-chat: E001 to E005 are those of `shop_core.conf`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .conf import conf


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_CHAT``."""
    return conf.check()


def check_origins(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a host list that would let every website open sockets in the name of our users."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            'ALLOWED_HOSTS contains "*": any website could open a chat socket with the cookies of its visitors.',
            hint="Name the hosts; the origin of every socket is compared with them.",
            id="shop_chat.E006",
        )
    ]

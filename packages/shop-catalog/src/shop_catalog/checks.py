"""System checks of shop-catalog: E001 to E005 are those of `shop_core.conf`."""

from typing import Any

from django.core.checks import CheckMessage

from .conf import conf


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Name every fault of ``settings.SHOP_CATALOG``."""
    return conf.check()

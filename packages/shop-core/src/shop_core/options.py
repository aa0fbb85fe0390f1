"""Every option of shop-core: the keys of ``settings.SHOP_CORE``."""

from __future__ import annotations

from dataclasses import dataclass

from .conf import AppSettings


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_CORE``."""


conf = AppSettings("SHOP_CORE", Options)

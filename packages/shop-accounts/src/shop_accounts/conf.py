"""Every option of shop-accounts: the keys of ``settings.SHOP_ACCOUNTS``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from shop_core.conf import AppSettings

THROTTLE_RATES = {"register": "20/hour", "login": "20/minute", "token": "60/minute"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_ACCOUNTS``."""

    ACTIVATION: Literal["email", "none"] = "email"
    """``email``: who registers confirms the address before the first login; ``none``: logs in at once and confirms later."""

    ACTIVATE_ON_GET: bool = False
    """Whether opening the link of the mail activates at once; else it shows a button, since mail scanners open links."""

    LOGIN_WHEN_AUTHENTICATED: Literal["redirect", "switch"] = "redirect"
    """What the login page does for a user who is logged in: sends on, or lets another account take over."""

    UNVERIFIED_MAX_AGE: timedelta | None = timedelta(days=2)
    """How long an account waits for its confirmation before `delete_unverified_users` deletes it; None: for ever."""

    ROLE_PERMISSIONS: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What each role may do: ``{"agent": ["shop_chat.answer_support"]}``; the roles are client, agent, manager and administrator."""

    SITE_URL: str = ""
    """The address before every link in a mail, such as ``https://shop.example``; empty: that of the request."""

    THROTTLE_RATES: Mapping[str, str] = field(default_factory=lambda: dict(THROTTLE_RATES))
    """How often one address may call the API, by scope (``register``, ``login``, ``token``); a scope left out is not limited."""


conf = AppSettings("SHOP_ACCOUNTS", Options)

"""Every option of shop-core: the keys of ``settings.SHOP_CORE``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from .conf import AppSettings, Implements
from .hooks import BotCheck, ProfanityMatcher


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_CORE``."""

    BOT_CHECK: Annotated[str, Implements(BotCheck)] = "shop_core.botcheck.Honeypot"
    """What tells people from machines in forms: ``Honeypot``, ``Altcha``, ``Recaptcha`` or ``NoBotCheck``
    of ``shop_core.botcheck``, or your own `shop_core.hooks.BotCheck`."""

    BOT_CHECK_MIN_SECONDS: int = 2
    """The honeypot refuses forms that were filled in faster."""

    BOT_CHECK_MAX_AGE: timedelta = timedelta(days=1)
    """The honeypot asks to send a form again that was open for longer."""

    RECAPTCHA_SITE_KEY: str = ""
    """The public key of reCAPTCHA v2."""

    RECAPTCHA_SECRET_KEY: str = ""
    """The secret key of reCAPTCHA v2."""

    RECAPTCHA_SCRIPT_URL: str = "https://www.google.com/recaptcha/api.js"
    """Where browsers load reCAPTCHA; ``www.recaptcha.net`` serves countries that block Google."""

    RECAPTCHA_VERIFY_URL: str = "https://www.google.com/recaptcha/api/siteverify"
    """Where the server asks for the verdict."""

    PROFANITY_MATCHER: Annotated[str, Implements(ProfanityMatcher)] = "shop_core.profanity.WordList"
    """What finds words that offend: a `shop_core.hooks.ProfanityMatcher`."""

    PROFANITY_WORDS: list[str] | tuple[str, ...] = ()
    """More words that offend. ``"word"`` is a whole word, with ``strict`` also inside other words;
    ``"*word*"`` counts inside other words always, ``"=word"`` never; ``_`` is a space or nothing."""

    PROFANITY_ALLOWED_WORDS: list[str] | tuple[str, ...] = ()
    """More innocent words, such as names of places, that hold one that offends."""

    UPLOAD_MAX_BYTES: int = 10 * 1024 * 1024
    """The largest file that is taken as a picture."""

    UPLOAD_MAX_PIXELS: int = 40_000_000
    """The largest picture, as width times height."""

    UPLOAD_MIN_SIDE: int = 16
    """The least width and height of a picture, in pixels."""

    UPLOAD_MAX_RATIO: int = 20
    """The longer side of a picture is at most so many times the shorter one."""

    TRUSTED_PROXIES: int = 0
    """How many proxies stand before the application and write ``X-Forwarded-For``: whatever is counted by client address goes by it.
    0: the header is not believed, since anybody can send one."""

    COUNT_LIMIT: int | None = 1000
    """Lists count this far and no further, and say "more than" beyond it. 0: they count only what they have shown; None: all."""


conf = AppSettings("SHOP_CORE", Options)

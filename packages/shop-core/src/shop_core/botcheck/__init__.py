"""Protection of forms against machines: ``bot_check = BotCheckField()`` asks what ``SHOP_CORE["BOT_CHECK"]`` names."""

from .altcha import Altcha
from .fields import BotCheckField
from .honeypot import Honeypot
from .none import NoBotCheck
from .recaptcha import Recaptcha

__all__ = ["Altcha", "BotCheckField", "Honeypot", "NoBotCheck", "Recaptcha"]

"""How often one address may knock: rates from the option ``THROTTLE_RATES``."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from shop_core.clients import client_address

from ..conf import conf


class OptionRateThrottle(SimpleRateThrottle):
    """Count the calls of one client address in the class's ``scope``."""

    def get_rate(self) -> str | None:
        return conf.options.THROTTLE_RATES.get(self.scope or "")

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": f"shop_accounts_{self.scope}", "ident": client_address(request._request)}


class RegisterThrottle(OptionRateThrottle):
    scope = "register"


class LoginThrottle(OptionRateThrottle):
    scope = "login"


class TokenThrottle(OptionRateThrottle):
    scope = "token"


class PasswordThrottle(OptionRateThrottle):
    scope = "password"


class PhoneConfirmThrottle(OptionRateThrottle):
    scope = "phone_confirm"


class LeavingThrottle(OptionRateThrottle):
    scope = "leaving"

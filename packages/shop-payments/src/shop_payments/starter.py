"""The `PaymentStarter` for the apps that want something paid."""

from __future__ import annotations

from urllib.parse import urlsplit

from .conf import conf
from .exceptions import MisconfiguredError
from .hooks import resolve_payable
from .services.start import start_payment


class SubjectPaymentStarter:
    """Starts a payment, at the default provider, of what ``PAYABLES`` knows by kind and reference."""

    def start(self, *, kind: str, reference: str, return_url: str) -> str | None:
        payable = resolve_payable(kind=kind, reference=reference, user=None)
        payment = start_payment(payable=payable, kind=kind, base_url=_origin(return_url), return_url=return_url)
        return payment.redirect_url


def _origin(url: str) -> str:
    """Return the shop's address: that of an absolute return address, else the option ``BASE_URL``."""
    parts = urlsplit(url)
    if parts.scheme and parts.netloc:
        return f"{parts.scheme}://{parts.netloc}"
    if not conf.options.BASE_URL:
        raise MisconfiguredError("Give an absolute return address, or set SHOP_PAYMENTS['BASE_URL'].")
    return conf.options.BASE_URL

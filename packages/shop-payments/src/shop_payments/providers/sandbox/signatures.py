"""How the sandbox signs its notices: HMAC over the time and the raw bytes, as gateways do."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

from ...exceptions import BadNoticeError

HEADER = "sandbox-signature"
TOLERANCE_SECONDS = 300


def sign(body: bytes, *, timestamp: int) -> str:
    """Return the header that proves ``body``."""
    return f"t={timestamp},v1={_digest(settings.SECRET_KEY, body, timestamp)}"


def verify(body: bytes, header: str, *, now: int) -> None:
    """Prove a body; a key in ``SECRET_KEY_FALLBACKS`` still counts.

    :raises BadNoticeError: another key, other bytes, no header, or more than five minutes between.
    """
    fields = dict(part.partition("=")[::2] for part in header.split(","))
    timestamp = fields.get("t", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise BadNoticeError
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise BadNoticeError
    given = fields.get("v1", "").encode()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(_digest(key, body, int(timestamp)).encode(), given) for key in keys):
        raise BadNoticeError


def _digest(key: str | bytes, body: bytes, timestamp: int) -> str:
    secret = salted_hmac("shop_payments.sandbox", "notices", secret=key, algorithm="sha256").digest()
    return hmac.new(secret, f"{timestamp}.".encode() + body, sha256).hexdigest()

"""Devices from which a user has logged in before: each browser bears a cookie that says so."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..clients import agent_of, network_of
from ..models import KnownDevice, SessionKind

COOKIE = "shop_device"
NEW_COOKIE = "shop_accounts_new_device"
"""The attribute under which a request carries the cookie that its answer shall set."""
MAX_AGE = timedelta(days=365)

_signer = Signer(salt="shop_accounts.devices")


def is_known_device(*, user: Any, request: HttpRequest | None) -> bool:
    """Tell whether this browser has logged in as this user before."""
    device = _cookie(request) if request else None
    return bool(device) and KnownDevice.objects.filter(user_id=user.pk, digest=_digest(str(device))).exists()


def remember_device(*, user: Any, request: HttpRequest, kind: SessionKind) -> bool:
    """Note that a user logs in from this device, and return whether that is news; the very first device is none.

    A program without cookies is known by its name and network.
    """
    device = _cookie(request)
    if device is None and kind == SessionKind.BROWSER:
        device = secrets.token_urlsafe(24)
        setattr(request, NEW_COOKIE, _signer.sign(device))
    is_first = not KnownDevice.objects.filter(user_id=user.pk).exists()
    digest = _digest(device or f"{agent_of(request)}\n{network_of(request)}")
    known, is_new = KnownDevice.objects.get_or_create(user_id=user.pk, digest=digest)
    KnownDevice.objects.filter(pk=known.pk).update(seen_at=timezone.now())
    return is_new and not is_first


def forget_devices(*, user: Any) -> None:
    """Let every device of a user be a new one."""
    KnownDevice.objects.filter(user_id=user.pk).delete()


def _cookie(request: HttpRequest) -> str | None:
    try:
        return _signer.unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return None


def _digest(device: str) -> str:
    return salted_hmac("shop_accounts.devices", device, algorithm="sha256").hexdigest()

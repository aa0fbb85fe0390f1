"""Who calls: the network address of a client, of which nothing is believed that anybody can write into a request."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

from .options import conf


def client_address(request: HttpRequest) -> str:
    """Return the address of the client; of forwarded ones only what the option ``TRUSTED_PROXIES`` vouches for."""
    direct: str = request.META.get("REMOTE_ADDR", "")
    hops = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), direct]
    trusted = min(conf.options.TRUSTED_PROXIES, len(hops) - 1)
    address: str = hops[-1 - trusted].strip()
    return address if is_address(address) else direct


def is_address(text: str) -> bool:
    """Tell whether a text is an IP address, of version 4 or 6."""
    try:
        return bool(ip_address(text))
    except ValueError:
        return False

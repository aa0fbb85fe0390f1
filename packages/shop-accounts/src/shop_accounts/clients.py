"""Where a request comes from: its network, and its browser in words."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from shop_core.clients import client_address, is_address

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
AGENT_LENGTH = 200


def network_of(request: HttpRequest) -> str:
    """Return the network of the client: enough to know again where one was, too little to find a person."""
    address = client_address(request)
    if not is_address(address):
        return ""
    return str(ip_network(f"{address}/{24 if ip_address(address).version == 4 else 48}", strict=False))


def agent_of(request: HttpRequest) -> str:
    """Return the browser and its system in words, such as ``Firefox, Linux``; of other programs what they call themselves."""
    given = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for mark, name in BROWSERS if f"{mark}/" in given), "")
    system = next((name for mark, name in SYSTEMS if mark in given), "")
    return ", ".join(filter(None, (browser, system))) if browser else given.split(" ")[0][:AGENT_LENGTH]

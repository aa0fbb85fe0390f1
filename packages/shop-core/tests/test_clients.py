import pytest
from django.test import RequestFactory

from shop_core.clients import client_address

FORWARDED = "203.0.113.9, 198.51.100.7"


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "192.0.2.1"), (1, "198.51.100.7"), (2, "203.0.113.9"), (9, "203.0.113.9")]
)
def test_the_address_comes_from_trusted_proxies_only(settings, proxies, address):
    settings.SHOP_CORE = {"TRUSTED_PROXIES": proxies}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=FORWARDED)
    assert client_address(request) == address


@pytest.mark.parametrize("forwarded", ["", "unknown", "203.0.113.9, "])
def test_what_a_proxy_left_out_or_muddled_is_nobodys_address(settings, forwarded):
    settings.SHOP_CORE = {"TRUSTED_PROXIES": 1}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == "192.0.2.1"

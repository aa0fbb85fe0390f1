"""The server is killed while 200 people order; those who got no answer ask again, and nobody orders twice."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest

from .server import Shop, running_shop

pytestmark = pytest.mark.e2e

BUYERS = 200
KILLED_AFTER = (40, 110)
ADDRESS = {"name": "Ada", "line1": "Lindenstraße 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
PREPARE = f"""
from shop_catalog.testing import make_offer
from shop_orders.testing import make_shipping_method
make_shipping_method()
print(make_offer(stock={BUYERS + 7}).public_id)
"""
COUNT = """
from shop_catalog.models import Offer
from shop_orders.models import Order
print(Order.objects.count(), Order.objects.values("cart").distinct().count(), Offer.objects.get().reserved)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with running_shop(tmp_path_factory.mktemp("killed"), demo_data=False, redis=8) as shop:
        yield shop


class Buyer:
    """Somebody who orders one unit, and asks again with the same key until there is an answer."""

    def __init__(self, shop: Shop, number: int) -> None:
        self.shop, self.number = shop, number
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def order(self, product_ref: str) -> str:
        """Return the number of the order."""
        while self.post("/api/cart/", {"product_ref": product_ref})["count"] == 0:
            pass
        body = {"email": f"buyer{self.number}@example.com", "shipping_address": ADDRESS}
        return self.post("/api/orders/", body, {"Idempotency-Key": f"key {self.number}"})["number"]

    def post(self, path: str, body: dict, headers: dict | None = None) -> dict:
        request = urllib.request.Request(f"{self.shop.url}{path}", json.dumps(body).encode(), headers=headers or {})
        request.add_header("Content-Type", "application/json")
        for _ in range(300):
            try:
                with self.opener.open(request, timeout=30) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as refusal:
                raise AssertionError(f"{refusal.code}: {refusal.read().decode()[:500]}") from refusal
            except OSError:  # the server is gone
                time.sleep(0.2)
        raise AssertionError("The server does not come back.")


def test_orders_survive_a_server_that_is_killed(shop):
    product_ref = shop.manage("shell", "-v0", "-c", PREPARE).split()[-1]
    numbers: dict[int, str] = {}

    def order(number: int) -> None:
        numbers[number] = Buyer(shop, number).order(product_ref)

    def kill() -> None:
        for count in KILLED_AFTER:
            while len(numbers) < count:
                time.sleep(0.01)
            shop.restart()

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(order, range(BUYERS)))
    killer.join(60)
    assert not killer.is_alive()
    assert len(set(numbers.values())) == BUYERS
    assert shop.manage("shell", "-v0", "-c", COUNT).split()[-3:] == [str(BUYERS)] * 3
    shop.manage("verify_orders")
    shop.manage("verify_stock")

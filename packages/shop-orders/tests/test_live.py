from contextlib import asynccontextmanager

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from tests.conftest import make_staff, make_user

from shop_orders import broadcast
from shop_orders.access import key_of
from shop_orders.live import version_of
from shop_orders.models import OrderState
from shop_orders.services.lines import move_lines
from shop_orders.services.states import change_state
from shop_orders.testing import make_order

pytest.importorskip("channels")
from channels.db import database_sync_to_async as in_database
from channels.testing import WebsocketCommunicator

from shop_orders import routing

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def socket(order, client=None, key="", origin=b"http://testserver"):
    """Open the order's socket as the browser of a client does."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in (client or Client()).cookies.items())
    headers = [(b"host", b"testserver"), (b"origin", origin), (b"cookie", cookies.encode())]
    path = f"/ws/orders/{order.number}/" + (f"?key={key}" if key else "")
    communicator = WebsocketCommunicator(routing.application(), path, headers=headers)
    communicator.accepted, _ = await communicator.connect(timeout=5)
    try:
        yield communicator
    finally:
        await communicator.disconnect(timeout=5)


async def is_closed(communicator):
    event = await communicator.receive_output(timeout=5)
    return event["type"] == "websocket.close" and event["code"] == 4404


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def order(user):
    return make_order(lines=2, sellers=["ann", "bob"], user=user, state=OrderState.PROCESSING)


async def test_all_who_may_see_an_order_are_told_at_once(order, user):
    own, _ = await in_database(lambda: list(order.lines.order_by("pk")))()
    people = [user, await in_database(make_user)("ann"), await in_database(make_staff)("view_order")]
    browsers = [await in_database(browser_of)(person) for person in people]
    async with (
        socket(order, browsers[0]) as buyer,
        socket(order, browsers[1]) as seller,
        socket(order, browsers[2]) as staff,
    ):
        for each in (buyer, seller, staff):
            assert (await each.receive_json_from(timeout=5))["state"] == "processing"
        await in_database(move_lines)(order=order, lines=[own], state=OrderState.SHIPPED)
        frames = [await each.receive_json_from(timeout=5) for each in (buyer, seller, staff)]
        assert [frame["state"] for frame in frames] == ["processing", "shipped", "processing"]
        assert {frame["version"] for frame in frames} == {await in_database(version_of)(order.number)}
        assert set(frames[0]) == {"type", "number", "version", "state", "label"}


async def test_a_reconnect_shows_the_present_state(order, user):
    browser = await in_database(browser_of)(user)
    async with socket(order, browser) as page:
        before = await page.receive_json_from(timeout=5)
    await in_database(change_state)(order=order, state=OrderState.SHIPPED)
    async with socket(order, browser) as page:
        after = await page.receive_json_from(timeout=5)
        assert (after["state"], after["label"]) == ("shipped", "Shipped")
        assert after["version"] > before["version"]


async def test_a_ping_is_answered_with_how_it_stands(order, user, monkeypatch):
    monkeypatch.setattr("shop_orders.services.events.announce", lambda number: None)
    async with socket(order, await in_database(browser_of)(user)) as page:
        await page.receive_json_from(timeout=5)
        await in_database(change_state)(order=order, state=OrderState.SHIPPED)
        await page.send_json_to({"type": "ping"})
        assert (await page.receive_json_from(timeout=5))["state"] == "shipped"


async def test_a_guest_hears_by_the_signed_link_or_the_session(order):
    guest_order = await in_database(make_order)()
    async with socket(guest_order, key=key_of(guest_order)) as page:
        assert (await page.receive_json_from(timeout=5))["state"] == "pending"
    browser = Client()
    await in_database(browser.get)(f"{guest_order.get_absolute_url()}?key={key_of(guest_order)}")
    async with socket(guest_order, browser) as page:
        assert (await page.receive_json_from(timeout=5))["state"] == "pending"
    async with socket(guest_order, key="wrong") as page:
        assert await is_closed(page)
    async with socket(order, key=key_of(order)) as page:  # of a user: the link alone opens nothing
        assert await is_closed(page)


async def test_strangers_hear_nothing(order):
    unpaid = await in_database(make_order)(sellers=["ann"])
    ann = await in_database(browser_of)(await in_database(make_user)("ann"))
    stranger = await in_database(browser_of)(await in_database(make_user)("carl"))
    for number, browser in ((order, stranger), (order, None), (unpaid, ann)):
        async with socket(number, browser) as page:
            assert await is_closed(page)
            await page.send_json_to({"type": "ping"})
            assert await page.receive_nothing()
    order.number = "AAAA-AAAA-AA"
    async with socket(order, stranger) as page:
        assert await is_closed(page)


async def test_who_logs_out_hears_no_more(order, user):
    browser = await in_database(browser_of)(user)
    async with socket(order, browser) as page:
        await page.receive_json_from(timeout=5)
        await in_database(browser.session.flush)()
        await in_database(change_state)(order=order, state=OrderState.SHIPPED)
        assert await is_closed(page)


async def test_pages_of_other_origins_get_no_socket(order):
    async with socket(order, origin=b"https://evil.example") as page:
        assert not page.accepted


async def test_a_broken_layer_stops_nobody(order, user, monkeypatch, caplog):
    class Broken:
        async def group_send(self, *args):
            raise ConnectionError

        async def group_add(self, *args):
            raise ConnectionError

        group_discard = group_add

        async def new_channel(self):
            return "channel"

        async def receive(self, channel):
            await __import__("asyncio").sleep(60)

    monkeypatch.setattr("channels.layers.ChannelLayerManager.__getitem__", lambda self, key: Broken())
    monkeypatch.setattr("channels.layers.ChannelLayerManager.backends", {}, raising=False)
    await in_database(change_state)(order=order, state=OrderState.SHIPPED)
    assert "did not take the change" in caplog.text
    order = await in_database(lambda: type(order).objects.get(pk=order.pk))()
    assert order.state == OrderState.SHIPPED


def test_without_channels_nothing_is_told_and_a_check_says_what_to_install(order, monkeypatch):
    monkeypatch.setattr(broadcast, "find_spec", lambda name: None)
    monkeypatch.setattr("shop_orders.checks.find_spec", lambda name: None)
    assert change_state(order=order, state=OrderState.SHIPPED).state == OrderState.SHIPPED
    assert "shop_orders.I002" in [fault.id for fault in run_checks()]


def test_pages_without_a_socket_ask_by_http(order, user):
    url = reverse("shop_orders:order-live", args=[order.number])
    frame = browser_of(user).get(url).json()
    assert (frame["state"], frame["version"]) == ("processing", version_of(order.number))
    assert browser_of(make_user("ann")).get(url).json()["state"] == "processing"
    assert browser_of(make_user("carl")).get(url).status_code == 404
    assert Client().get(url).status_code == 404
    guest_order = make_order()
    url = reverse("shop_orders:order-live", args=[guest_order.number])
    assert Client().get(url, {"key": key_of(guest_order)}).status_code == 200


def test_pages_say_which_version_they_show(order, user):
    staff = make_user(is_staff=True, is_superuser=True)
    for client, url in (
        (browser_of(user), order.get_absolute_url()),
        (browser_of(make_user("ann")), reverse("shop_orders:sale-detail", args=[order.number])),
        (browser_of(staff), reverse("admin:shop_orders_order_change", args=[order.pk])),
    ):
        assert f'data-version="{version_of(order.number)}"' in client.get(url).content.decode()

"""The protocol through a real server, spoken by a plain websocket client."""

import asyncio
import json
import threading
import time
from contextlib import asynccontextmanager

import pytest
import uvicorn
from asgiref.sync import sync_to_async
from django.test import Client
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from shop_chat.services.messages import send_message
from shop_chat.testing import make_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server():
    from tests.asgi import application

    server = uvicorn.Server(uvicorn.Config(application, port=0, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@asynccontextmanager
async def person(server, path, user, origin=None):
    client = Client()
    await sync_to_async(client.force_login)(user)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    async with connect(
        f"ws://{server}{path}", additional_headers={"Cookie": cookie}, origin=origin or f"http://{server}"
    ) as socket:
        yield socket


async def frame(socket, kind):
    while True:
        said = json.loads(await asyncio.wait_for(socket.recv(), 5))
        if said["type"] == kind:
            return said


async def say(socket, kind, **content):
    await socket.send(json.dumps({"type": kind, **content}))


async def test_an_agent_answers_a_customer_over_a_real_server(server, customer, agent):
    thread = await sync_to_async(make_thread)(customer)
    desk_path = f"/ws/support/staff/{thread.public_id}/"
    async with person(server, "/ws/support/", customer) as shop, person(server, desk_path, agent) as desk:
        await frame(shop, "welcome")
        await frame(desk, "welcome")
        await say(shop, "send", client_id="c1", body="Where is my order?")
        assert (await frame(shop, "ack"))["seq"] == 1
        assert (await frame(desk, "message"))["body"] == "Where is my order?"
        await say(desk, "send", client_id="a1", body="On its way.")
        assert (await frame(shop, "message"))["seq"] == 1
        assert (await frame(shop, "message"))["body"] == "On its way."


async def test_what_was_said_during_a_cut_is_there_once_afterwards(server, customer, agent):
    thread = await sync_to_async(make_thread)(customer)
    async with person(server, "/ws/support/", customer) as shop:
        welcome = await frame(shop, "welcome")
        await say(shop, "send", client_id="c1", body="Hello?")
        await frame(shop, "ack")
    for number in range(3):
        await sync_to_async(send_message)(thread=thread, sender=agent, client_id=f"a{number}", body=str(number))
    async with person(server, "/ws/support/", customer) as shop:
        await frame(shop, "welcome")
        await say(shop, "send", client_id="c1", body="Hello?")
        assert (await frame(shop, "ack"))["dup"] is True
        held = {str(thread.public_id): {"gen": welcome["gen"], "after": 1}}
        await say(shop, "hello", v=1, threads=held)
        assert [(await frame(shop, "message"))["seq"] for _ in range(3)] == [2, 3, 4]
        assert (await frame(shop, "synced"))["last_seq"] == 4


async def test_a_customer_at_the_desk_s_socket_is_told_why_it_closes(server, customer):
    async with person(server, "/ws/support/staff/", customer) as socket:
        assert (await frame(socket, "error"))["code"] == "not_allowed"
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 5)
        assert closed.value.rcvd.code == 4403

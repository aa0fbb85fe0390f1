"""A browser's sockets, without the browser."""

from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from shop_chat import routing


class Socket(WebsocketCommunicator):
    """A browser's socket, seen from the browser."""

    async def frame(self, kind, **expected):
        """Return the next frame of a kind; others before it are passed over."""
        while True:
            frame = await self.receive_json_from(timeout=5)
            if frame["type"] == kind:
                assert {key: frame[key] for key in expected} == expected
                return frame

    async def say(self, kind, **content):
        await self.send_json_to({"type": kind, **content})

    async def close_code(self):
        while True:
            event = await self.receive_output(timeout=5)
            if event["type"] == "websocket.close":
                return event["code"]


@asynccontextmanager
async def socket(path, user=None, cookies=None, origin=b"http://testserver", **options):
    client = Client()
    if user:
        await sync_to_async(client.force_login)(user)
    jar = {**{name: morsel.value for name, morsel in client.cookies.items()}, **(cookies or {})}
    header = "; ".join(f"{name}={value}" for name, value in jar.items()).encode()
    headers = [(b"host", b"testserver"), (b"origin", origin), (b"cookie", header)]
    communicator = Socket(routing.application(), path, headers=headers, **options)
    communicator.client = client
    communicator.accepted, communicator.subprotocol = await communicator.connect(timeout=5)
    try:
        yield communicator
    finally:
        await communicator.disconnect(timeout=5)


async def in_database(work, *args, **kwargs):
    return await sync_to_async(work)(*args, **kwargs)


def staff_path(thread):
    return f"/ws/support/staff/{thread.public_id}/"

"""The same over Redis, by both of its layers."""

import os

import pytest
import redis

from shop_chat.testing import make_messages, make_thread

from .sockets import in_database, socket, staff_path

URL = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/0"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]


@pytest.fixture(scope="module")
def server():
    client = redis.Redis.from_url(URL)
    try:
        client.ping()
    except redis.ConnectionError:
        pytest.skip("Redis is not here.")
    finally:
        client.close()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("layer", ["pubsub.RedisPubSubChannelLayer", "core.RedisChannelLayer"])
async def test_an_agent_answers_a_customer_live(customer, agent, settings, layer):
    options = {"hosts": [URL], "prefix": "shop-chat-tests"}
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"channels_redis.{layer}", "CONFIG": options}}
    thread = await in_database(make_thread, customer)
    async with socket("/ws/support/", customer) as shop, socket(staff_path(thread), agent) as desk:
        await shop.frame("welcome")
        await desk.frame("welcome")
        await shop.say("send", client_id="c1", body="Where is my order?")
        await desk.frame("message", seq=1, body="Where is my order?")
        await desk.say("send", client_id="a1", body="On its way.")
        await shop.frame("message", seq=1)
        await shop.frame("message", seq=2, body="On its way.")


def test_a_message_is_written_where_redis_cannot_be_reached(customer, settings, caplog):
    nowhere = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:1"]}}
    settings.CHANNEL_LAYERS = {"default": nowhere}
    [sent] = make_messages(make_thread(customer), customer)
    assert sent.message.seq == 1
    assert "did not take a frame" in caplog.text

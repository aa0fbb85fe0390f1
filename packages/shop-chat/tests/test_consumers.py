import json

import pytest
from django.test import AsyncClient

from shop_chat.consumers import base
from shop_chat.guests import COOKIE
from shop_chat.models import Message, Thread
from shop_chat.services.messages import send_message
from shop_chat.testing import make_messages, make_thread

from .sockets import in_database, socket, staff_path

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def thread(customer):
    return make_thread(customer)


async def test_an_agent_answers_a_customer_live(customer, agent, thread):
    async with socket("/ws/support/", customer) as shop, socket(staff_path(thread), agent) as desk:
        await shop.frame("welcome", thread=str(thread.public_id), last_seq=0)
        await desk.frame("welcome")
        await shop.say("send", client_id="c1", body="Where is my order?")
        await shop.frame("ack", client_id="c1", seq=1, dup=False)
        await shop.frame("message", seq=1, client_id="c1")
        question = await desk.frame("message", seq=1, body="Where is my order?")
        assert question["sender"]["role"] == "customer"
        assert "client_id" not in question
        await desk.say("send", client_id="a1", body="On its way.")
        answer = await shop.frame("message", seq=2, body="On its way.")
        assert answer["sender"]["role"] == "agent"


async def test_the_senders_other_tab_learns_the_client_id(customer):
    async with socket("/ws/support/", customer) as one, socket("/ws/support/", customer) as other:
        await other.frame("welcome")
        await one.say("send", client_id="c1", body="Hi")
        await other.frame("message", client_id="c1")


async def test_a_message_sent_twice_is_one(customer):
    async with socket("/ws/support/", customer) as shop:
        for dup in (False, True):
            await shop.say("send", client_id="c1", body="Hi")
            await shop.frame("ack", seq=1, dup=dup)
        await shop.say("send", client_id="c1", body="Another")
        await shop.frame("nack", client_id="c1", code="client_id_conflict")
    assert await Message.objects.acount() == 1


async def test_who_comes_back_gets_what_was_missed(customer, agent, thread):
    await in_database(make_messages, thread, agent, 5)
    async with socket("/ws/support/", customer) as shop:
        held = {str(thread.public_id): {"gen": str(thread.generation), "after": 3}}
        await shop.say("hello", v=1, threads=held)
        assert [(await shop.frame("message"))["seq"] for _ in range(2)] == [4, 5]
        await shop.frame("synced", covers=[4, 5], last_seq=5)


async def test_a_long_absence_is_resumed_in_pages(customer, agent, thread):
    await in_database(make_messages, thread, agent, 150)
    async with socket("/ws/support/", customer) as shop:
        await shop.say("hello", threads={str(thread.public_id): {"after": 0}})
        assert [(await shop.frame("message"))["seq"] for _ in range(150)] == list(range(1, 151))
        await shop.frame("synced", covers=[1, 150])


@pytest.mark.parametrize(
    "held", [{"after": 0, "gen": "another"}, {"after": 2}], ids=["other numbers", "more than there are"]
)
async def test_who_holds_what_never_was_begins_anew(customer, agent, thread, held):
    await in_database(make_messages, thread, agent)
    async with socket("/ws/support/", customer) as shop:
        await shop.say("hello", threads={str(thread.public_id): held})
        await shop.frame("reset", gen=str(thread.generation), last_seq=1)


async def test_who_missed_too_much_reloads(customer, thread):
    await Thread.objects.filter(pk=thread.pk).aupdate(last_seq=201)
    async with socket("/ws/support/", customer) as shop:
        await shop.say("hello", threads={str(thread.public_id): {"after": 0}})
        await shop.frame("reset", last_seq=201)


async def test_a_heartbeat_tells_the_last_number(customer, agent, thread):
    async with socket("/ws/support/", customer) as shop:
        await shop.frame("welcome")
        await in_database(make_messages, thread, agent)
        await shop.say("ping", t=7)
        await shop.frame("pong", t=7, last={str(thread.public_id): 1})


async def test_a_guest_has_a_thread_by_cookie():
    client = AsyncClient()
    opened = await client.post("/api/chat/threads/support/")
    cookies = {COOKIE: opened.cookies[COOKIE].value}
    async with socket("/ws/support/", cookies=cookies) as shop:
        await shop.frame("welcome", thread=opened.json()["id"])
        await shop.say("send", client_id="c1", body="Hi")
        await shop.frame("ack", seq=1)
    assert (await Message.objects.aget()).sender_role == "guest"


async def test_the_list_of_the_team_is_live(customer, agent):
    async with socket("/ws/support/staff/", agent) as desk:
        await desk.frame("welcome", last={})
        thread = await in_database(make_thread, customer)
        await in_database(make_messages, thread, customer)
        row = (await desk.frame("thread.updated"))["thread"]
        assert (row["id"], row["last_seq"], row["preview"]) == (str(thread.public_id), 1, "message 1")
        assert row["customer"]["id"] == str(customer.pk)
        await desk.say("ping")
        await desk.frame("pong", last={str(thread.public_id): 1})


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ws/support/", 4401),
        ("/ws/support/staff/", 4401),
        ("/ws/support/staff/00000000-0000-0000-0000-000000000000/", 4401),
    ],
)
async def test_strangers_are_told_to_log_in(path, code):
    async with socket(path) as stranger:
        assert stranger.accepted
        await stranger.frame("error", code="not_authenticated")
        assert await stranger.close_code() == code


async def test_customers_do_not_get_into_the_teams_sockets(customer, thread):
    for path in ("/ws/support/staff/", staff_path(thread)):
        async with socket(path, customer) as intruder:
            await intruder.frame("error", code="not_allowed")
            assert await intruder.close_code() == 4403


@pytest.mark.parametrize("name", ["00000000-0000-0000-0000-000000000000", "no-such-thread"])
async def test_a_thread_that_is_not_there(agent, name):
    async with socket(f"/ws/support/staff/{name}/", agent) as desk:
        assert await desk.close_code() == 4404


async def test_another_sites_page_cannot_open_a_socket(customer):
    async with socket("/ws/support/", customer, origin=b"http://evil.example") as intruder:
        assert not intruder.accepted


@pytest.mark.parametrize("text", ["no json", "[]", '{"type": 1}', '{"no": "type"}', "[" * 10_000])
async def test_what_is_no_frame_closes_the_socket(customer, text):
    async with socket("/ws/support/", customer) as shop:
        await shop.send_to(text_data=text)
        await shop.frame("error", code="bad_frame")
        assert await shop.close_code() == 4400


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "send", "client_id": 1, "body": "Hi"},
        {"type": "send", "client_id": "c1"},
        {"type": "hello", "v": 2},
        {"type": "hello", "threads": []},
        {"type": "hello", "threads": {"THREAD": {"after": "x"}}},
        {"type": "hello", "threads": {"THREAD": 1}},
    ],
)
async def test_a_frame_of_the_wrong_shape_closes_the_socket(customer, thread, frame):
    async with socket("/ws/support/", customer) as shop:
        await shop.send_to(text_data=json.dumps(frame).replace("THREAD", str(thread.public_id)))
        assert await shop.close_code() == 4400


async def test_bytes_close_the_socket(customer):
    async with socket("/ws/support/", customer) as shop:
        await shop.send_to(bytes_data=b"{}")
        assert await shop.close_code() == 4400


async def test_a_frame_too_large_closes_the_socket(customer):
    async with socket("/ws/support/", customer) as shop:
        await shop.say("send", client_id="c1", body="x" * 70_000)
        await shop.frame("error", code="frame_too_large")
        assert await shop.close_code() == 4400


async def test_an_unknown_type_is_answered_and_harmless(customer):
    async with socket("/ws/support/", customer) as shop:
        await shop.say("dance")
        await shop.frame("error", code="unknown_type")
        await shop.say("ping")
        await shop.frame("pong")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"client_id": "c1", "body": " "}, "empty_message"),
        ({"client_id": "c 1", "body": "Hi"}, "invalid_client_id"),
        ({"client_id": "c1", "body": "x" * 4001}, "message_too_long"),
        ({"client_id": "c1", "body": "Hi", "thread": "another"}, "wrong_thread"),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_alone(customer, message, code):
    async with socket("/ws/support/", customer) as shop:
        await shop.say("send", **message)
        await shop.frame("nack", client_id=message["client_id"], code=code)
        await shop.say("send", client_id="c2", body="Hi")
        await shop.frame("ack", seq=1)


async def test_the_subprotocol_is_optional(customer):
    async with socket("/ws/support/", customer, subprotocols=["shop-chat.v1"]) as shop:
        assert shop.subprotocol == "shop-chat.v1"
    async with socket("/ws/support/", customer, subprotocols=["other"]) as shop:
        assert shop.subprotocol is None


async def test_a_socket_ends_with_the_session(customer):
    async with socket("/ws/support/", customer) as shop:
        await shop.frame("welcome")
        await in_database(shop.client.logout)
        await shop.say("send", client_id="c1", body="Hi")
        assert await shop.close_code() == 4401
    assert await Message.objects.acount() == 0


async def test_a_socket_ends_with_the_old_password(customer):
    async with socket("/ws/support/", customer) as shop:
        await shop.frame("welcome")
        customer.set_password("new")
        await customer.asave()
        await shop.say("ping")
        assert await shop.close_code() == 4401


async def test_an_agent_who_lost_the_right_cannot_answer(customer, agent, thread):
    async with socket(staff_path(thread), agent) as desk:
        await desk.frame("welcome")
        await in_database(agent.user_permissions.clear)
        await desk.say("send", client_id="a1", body="Hi")
        assert await desk.close_code() == 4403
    assert await Message.objects.acount() == 0


async def test_an_agent_who_lost_the_right_soon_hears_nothing_more(customer, agent, thread, monkeypatch):
    async with socket(staff_path(thread), agent) as desk:
        await desk.frame("welcome")
        await in_database(agent.user_permissions.clear)
        monkeypatch.setattr(base, "RECHECK_SECONDS", -1)
        await in_database(make_messages, thread, customer)
        assert await desk.close_code() == 4403


async def test_a_thread_that_goes_takes_its_socket_along(agent, thread):
    async with socket(staff_path(thread), agent) as desk:
        await desk.frame("welcome")
        await Thread.objects.all().adelete()
        await desk.say("ping")
        assert await desk.close_code() == 4404


async def test_without_a_working_layer_messages_are_taken_and_resumed(customer, agent, settings):
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "tests.testapp.layers.BrokenLayer"}}
    thread = await in_database(make_thread, customer)
    async with socket("/ws/support/", customer) as shop:
        await shop.frame("welcome")
        await shop.say("send", client_id="c1", body="Hi")
        await shop.frame("ack", seq=1)
        await in_database(send_message, thread=thread, sender=agent, client_id="a1", body="Hello")
        await shop.say("hello", threads={str(thread.public_id): {"after": 1}})
        await shop.frame("message", seq=2)

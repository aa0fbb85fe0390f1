import uuid

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from shop_chat.guests import COOKIE
from shop_chat.models import Thread
from shop_chat.people import Guest
from shop_chat.testing import make_messages, make_thread

from .conftest import make_user

pytestmark = pytest.mark.django_db


def client_of(user=None, **options):
    client = APIClient(**options)
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def thread(customer):
    return make_thread(customer)


def messages_url(thread):
    return f"/api/chat/threads/{thread.public_id}/messages/"


def test_a_customer_opens_one_support_thread(customer):
    client = client_of(customer)
    first, again = client.post("/api/chat/threads/support/"), client.post("/api/chat/threads/support/")
    assert first.data == again.data
    assert first.data["customer"]["id"] == str(customer.pk)
    assert [row["id"] for row in client.get("/api/chat/threads/mine/").data] == [first.data["id"]]


def test_a_guest_keeps_the_thread_by_a_cookie_that_scripts_cannot_read():
    client = APIClient()
    opened = client.post("/api/chat/threads/support/")
    assert opened.cookies[COOKIE]["httponly"]
    assert opened.cookies[COOKIE]["samesite"] == "Lax"
    sent = client.post(f"/api/chat/threads/{opened.data['id']}/messages/", {"body": "Hi"}, format="json")
    assert sent.status_code == 201
    assert [row["id"] for row in client.get("/api/chat/threads/mine/").data] == [opened.data["id"]]


def test_a_forged_cookie_is_nobodys():
    client = APIClient()
    thread = make_thread(Guest(key="g1"))
    client.cookies[COOKIE] = "g1:forged:signature"
    assert client.get(messages_url(thread)).status_code == 403


def test_a_guest_writes_with_the_csrf_token_only():
    client = APIClient(enforce_csrf_checks=True)
    opened = client.post("/api/chat/threads/support/")
    refused = client.post(f"/api/chat/threads/{opened.data['id']}/messages/", {"body": "Hi"}, format="json")
    assert refused.status_code == 403


def test_a_message_is_answered_with_its_number(thread, customer):
    client = client_of(customer)
    sent = client.post(messages_url(thread), {"client_id": "c1", "body": "Hi"}, format="json")
    assert sent.status_code == 201
    assert (sent.data["seq"], sent.data["client_id"], sent.data["dup"]) == (1, "c1", False)
    again = client.post(messages_url(thread), {"client_id": "c1", "body": "Hi"}, format="json")
    assert (again.status_code, again.data["seq"], again.data["dup"]) == (200, 1, True)


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"client_id": "c1", "body": "Another"}, 409, "client_id_conflict"),
        ({"client_id": "c2", "body": " "}, 400, "empty_message"),
        ({"client_id": "c d", "body": "Hi"}, 400, "invalid_client_id"),
        ({"body": "x" * 4001}, 400, "message_too_long"),
        ({}, 400, "invalid"),
    ],
)
def test_refusals_have_a_code(thread, customer, wish, status, code):
    make_messages(thread, customer)
    refused = client_of(customer).post(messages_url(thread), wish, format="json")
    assert (refused.status_code, refused.data["code"]) == (status, code)


def test_the_history_comes_in_windows(thread, customer, agent):
    make_messages(thread, customer, 5)
    body = client_of(agent).get(messages_url(thread), {"after": 3}).data
    assert (body["covers"], body["last_seq"], body["gen"]) == ([4, 5], 5, str(thread.generation))
    assert [message["seq"] for message in body["messages"]] == [4, 5]
    assert body["messages"][0]["sender"]["role"] == "customer"


def test_client_ids_are_shown_to_their_sender_only(thread, customer, agent):
    make_messages(thread, customer)
    assert client_of(customer).get(messages_url(thread)).data["messages"][0]["client_id"] == "c1"
    assert "client_id" not in client_of(agent).get(messages_url(thread)).data["messages"][0]


@pytest.mark.parametrize("window", [{"limit": 0}, {"limit": 101}, {"before": 0}, {"after": "x"}])
def test_a_senseless_window_is_refused(thread, customer, window):
    assert client_of(customer).get(messages_url(thread), window).status_code == 400


def test_strangers_do_not_learn_that_a_thread_exists(thread):
    stranger = client_of(make_user("stranger"))
    assert stranger.get(messages_url(thread)).status_code == 404
    assert stranger.post(messages_url(thread), {"body": "Hi"}, format="json").status_code == 404
    assert stranger.post(f"/api/chat/threads/{thread.public_id}/read/", {"seq": 1}).status_code == 404
    assert stranger.get(f"/api/chat/threads/{uuid.uuid4()}/messages/").status_code == 404
    assert APIClient().get(messages_url(thread)).status_code == 403


def test_the_last_hundred_of_a_customer_by_user_id(thread, customer, agent):
    make_messages(thread, customer, 101)
    body = client_of(agent).get(f"/api/chat/messages/{customer.pk}/").data
    assert (len(body["messages"]), body["covers"]) == (100, [2, 101])
    assert client_of(customer).get(f"/api/chat/messages/{customer.pk}/").status_code == 200


def test_the_messages_of_another_customer_are_not_found(thread, customer, agent):
    assert client_of(make_user()).get(f"/api/chat/messages/{customer.pk}/").status_code == 404
    assert client_of(agent).get(f"/api/chat/messages/{agent.pk}/").status_code == 404
    assert client_of(agent).get("/api/chat/messages/no-such-key/").status_code == 404


def test_reading_brings_the_unread_count_down(thread, customer, agent):
    make_messages(thread, customer, 3)
    client = client_of(agent)
    assert client.get("/api/chat/threads/").data["results"][0]["unread"] == 3
    answer = client.post(f"/api/chat/threads/{thread.public_id}/read/", {"seq": 2}, format="json")
    assert answer.data == {"last_read_seq": 2, "unread": 1}
    assert client.get("/api/chat/threads/").data["results"][0]["unread"] == 1


def test_the_list_is_the_teams_alone(customer):
    assert client_of(customer).get("/api/chat/threads/").status_code == 403
    assert APIClient().get("/api/chat/threads/").status_code == 403


def test_the_list_has_the_newest_first_and_no_empty_thread(customer, agent):
    make_thread(make_user("silent"))
    early, late = make_thread(customer), make_thread(Guest(key="g1"))
    make_messages(early, customer)
    make_messages(late, Guest(key="g1"))
    rows = client_of(agent).get("/api/chat/threads/").data["results"]
    assert [row["id"] for row in rows] == [str(late.public_id), str(early.public_id)]
    assert (rows[0]["customer"], rows[0]["preview"]) == (None, "message 1")


def test_the_list_is_searched_and_filtered(customer, agent):
    for user in (customer, make_user("somebody")):
        make_messages(make_thread(user), user)
    client = client_of(agent)
    found = client.get("/api/chat/threads/", {"search": customer.email_address}).data["results"]
    assert [row["customer"]["id"] for row in found] == [str(customer.pk)]
    Thread.objects.filter(customer=customer).update(status="resolved")
    assert client.get("/api/chat/threads/", {"status": "resolved"}).data["count"] == 1


@pytest.mark.parametrize("count", [1, 20, 100])
def test_the_list_costs_the_same_however_long(agent, count, django_assert_max_num_queries):
    for _ in range(count):
        user = make_user()
        make_messages(make_thread(user), user)
    client = client_of(agent)
    with django_assert_max_num_queries(6):  # session, user, permissions (2), count, page
        assert len(client.get("/api/chat/threads/", {"page_size": 100}).data["results"]) == count


@pytest.mark.parametrize("count", [1, 20, 100])
def test_the_history_costs_the_same_however_long(thread, customer, count, django_assert_num_queries):
    make_messages(thread, customer, count)
    client = client_of(customer)
    with django_assert_num_queries(5):  # session, user, thread, thread again, messages
        assert len(client.get(messages_url(thread)).data["messages"]) == count


def test_the_schema_is_made_without_a_warning(tmp_path):
    call_command("spectacular", "--file", str(tmp_path / "schema.yaml"), "--validate", "--fail-on-warn")

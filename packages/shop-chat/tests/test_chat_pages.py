import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from shop_chat.guests import COOKIE
from shop_chat.models import Message, Thread
from shop_chat.services.messages import send_message
from shop_chat.testing import make_thread

pytestmark = pytest.mark.django_db
SUPPORT = "/chat/support/"


def config_of(page):
    return json.loads(re.search(r'<script id="chat-config" type="application/json">(.*?)</script>', page)[1])


def test_looking_makes_no_thread(client):
    assert client.get(SUPPORT).status_code == 200
    assert not Thread.objects.exists()


def test_a_guest_writes_without_scripts_and_keeps_the_thread(client):
    client.get(SUPPORT)
    assert COOKIE in client.cookies
    for body in ("Hello?", "Anybody there?"):
        page = client.post(SUPPORT, {"body": body}, follow=True)
    assert Thread.objects.get().last_seq == 2
    assert "Hello?" in page.content.decode()


def test_a_guest_writes_even_before_there_was_a_cookie(client):
    assert "Hello?" in client.post(SUPPORT, {"body": "Hello?"}, follow=True).content.decode()


def test_a_customer_finds_the_own_thread(client, customer):
    client.force_login(customer)
    client.post(SUPPORT, {"body": "Hello?"})
    assert Thread.objects.get().customer == customer
    assert COOKIE not in client.cookies


def test_a_message_has_sender_picture_and_time(client, customer, agent):
    thread = make_thread(customer)
    send_message(thread=thread, sender=agent, client_id="a1", body="Hello!")
    client.force_login(customer)
    page = client.get(SUPPORT).content.decode()
    assert agent.email_address.partition("@")[0] in page
    assert "shop_chat/img/agent.svg" in page
    assert re.search(r'<time datetime="\d{4}-', page)


def test_a_message_can_be_sent_without_scripts(client, customer):
    client.force_login(customer)
    answer = client.post(SUPPORT, {"body": "Where is my order?", "client_id": "c1"}, follow=True)
    assert Message.objects.get().body == "Where is my order?"
    assert "Where is my order?" in answer.content.decode()


def test_the_same_form_sent_twice_is_one_message(client, customer):
    client.force_login(customer)
    for _ in range(2):
        client.post(SUPPORT, {"body": "Where is my order?", "client_id": "c1"})
    assert Message.objects.count() == 1


def test_a_refused_message_says_why_and_is_kept(client, customer):
    client.force_login(customer)
    answer = client.post(SUPPORT, {"body": "x" * 4001, "client_id": "c1"})
    assert answer.status_code == 200
    assert "x" * 4001 in answer.content.decode()
    assert Message.objects.count() == 0


def test_the_page_tells_the_scripts_where_things_are(client):
    config = config_of(client.get(SUPPORT).content.decode())
    assert set(config) == {"adminAvatarUrl", "defaultAvatarUrl", "messagesApiUrlBase", "websocketBaseUrl"}
    assert config["messagesApiUrlBase"] == "/api/chat/messages/"


def test_pages_have_no_inline_script_or_style(client):
    page = client.get(SUPPORT).content.decode()
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page)
    assert (scripts, re.findall(r"\sstyle=|\son\w+=", page)) == ([], [])


def test_what_was_written_is_never_markup(client, customer):
    client.force_login(customer)
    client.post(SUPPORT, {"body": "<script>alert(1)</script>", "client_id": "c1"})
    assert "<script>alert(1)" not in client.get(SUPPORT).content.decode()


def test_the_desk_is_for_the_support_team(client, customer, agent):
    assert client.get("/chat/staff/").status_code == 302
    client.force_login(customer)
    assert client.get("/chat/staff/").status_code == 403
    client.force_login(agent)
    assert client.get("/chat/staff/").status_code == 200


def test_a_form_of_another_site_is_refused(customer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(customer)
    assert client.post(SUPPORT, {"body": "Hello"}).status_code == 403


def test_the_support_page_costs_the_same_however_much_was_said(client, customer, django_assert_num_queries):
    client.force_login(customer)
    client.get(SUPPORT)
    client.post(SUPPORT, {"body": "0"})
    with django_assert_num_queries(5):
        client.get(SUPPORT)
    for number in range(20):
        client.post(SUPPORT, {"body": str(number + 1)})
    with django_assert_num_queries(5):
        client.get(SUPPORT)


def test_addresses_have_names():
    assert reverse("shop_chat:support") == SUPPORT
    assert reverse("shop_chat:staff") == "/chat/staff/"

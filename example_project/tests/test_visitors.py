"""What a visitor has gathered survives the way to an account, whichever way it is."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as project
from django.core import mail

from shop_catalog.testing import make_offer
from shop_chat.models import Message, Thread
from shop_orders.models import Cart

pytestmark = pytest.mark.django_db
REGISTRATION = {"email": "ada@example.com", "password": "violet-harbor-42"}


@pytest.fixture(params=["button", "at once", "none"])
def way(request, settings):
    options = {"button": {}, "at once": {"ACTIVATE_ON_GET": True}, "none": {"ACTIVATION": "none"}}[request.param]
    settings.SHOP_ACCOUNTS = {**project.SHOP_ACCOUNTS, **options}
    settings.SHOP_CORE = {**project.SHOP_CORE, "BOT_CHECK": "shop_core.botcheck.NoBotCheck"}
    return request.param


def test_the_cart_and_the_chat_of_a_visitor_survive(client, way, django_capture_on_commit_callbacks):
    client.post("/cart/add/", {"product_ref": make_offer(name="A tent").ref, "quantity": "1"})
    client.get("/chat/support/")
    client.post("/chat/support/", {"body": "Do you sell tents?", "client_id": "one"})
    assert (Cart.objects.get().user, Message.objects.get().sender) == (None, None)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/register/", REGISTRATION)
    link = re.search(r"http://[^/]+(/activate/\S+)", mail.outbox[-1].body)[1]
    if way == "button":
        client.get(link)
        client.post(link)
    if way == "at once":
        client.get(link)
    key = client.session["_auth_user_id"]
    assert Cart.objects.filter(user=key, lines__isnull=False).count() == 1
    assert "A tent" in client.get("/cart/").content.decode()
    assert str(Thread.objects.get().customer_id) == key
    assert "Do you sell tents?" in client.get("/chat/support/").content.decode()

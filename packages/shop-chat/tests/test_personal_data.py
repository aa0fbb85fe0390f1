import pytest

from shop_chat.models import Message, Thread
from shop_chat.personal_data import ChatPersonalData
from shop_chat.services.messages import send_message
from shop_chat.testing import make_agent, make_messages, make_thread
from shop_core.testing.contracts import PersonalDataContract

from .conftest import make_user

pytestmark = pytest.mark.django_db


class TestChatPersonalData(PersonalDataContract):
    def make_personal_data(self):
        return ChatPersonalData()

    def make_person(self):
        customer = make_user("customer")
        make_messages(make_thread(customer), customer)
        return customer


def test_a_customer_s_thread_goes_with_all_that_was_said(customer, agent):
    thread = make_thread(customer)
    make_messages(thread, customer)
    send_message(thread=thread, sender=agent, client_id="a1", body="Hello")
    ChatPersonalData().erase(customer)
    assert (Thread.objects.count(), Message.objects.count()) == (0, 0)


def test_what_an_agent_wrote_stays_without_the_agent(customer):
    agent = make_agent(make_user("agent"))
    thread = make_thread(customer)
    send_message(thread=thread, sender=agent, client_id="a1", body="Hello")
    ChatPersonalData().erase(agent)
    kept = Message.objects.get()
    assert (kept.body, kept.sender, kept.sender_name) == ("Hello", None, "")
    assert str(agent.pk) not in kept.sender_key


def test_the_export_holds_both_sides_of_the_own_thread(customer, agent):
    thread = make_thread(customer)
    make_messages(thread, customer)
    send_message(thread=thread, sender=agent, client_id="a1", body="Hello")
    assert [row["body"] for row in ChatPersonalData().export(customer)["messages.json"]] == ["message 1", "Hello"]

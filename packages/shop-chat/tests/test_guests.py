import pytest

from shop_chat.models import Message, Thread
from shop_chat.people import Guest
from shop_chat.services.threads import claim_guest_thread, open_support_thread
from shop_chat.testing import make_messages, make_thread

pytestmark = pytest.mark.django_db
VISITOR = Guest(key="visitor")


def said_in(thread):
    return list(Message.objects.filter(thread=thread).order_by("seq").values_list("seq", "sender", "sender_role"))


def test_what_a_visitor_said_is_the_users_after_the_login(customer, agent):
    thread = make_thread(VISITOR)
    make_messages(thread, VISITOR, 2)
    make_messages(thread, agent)
    claim_guest_thread(guest=VISITOR, user=customer)
    thread = Thread.objects.get()
    assert thread.is_owned_by(customer)
    assert not thread.is_owned_by(VISITOR)
    assert (thread.last_seq, thread.preview) == (3, "message 1")
    mine = [(1, customer.pk, "customer"), (2, customer.pk, "customer")]
    assert said_in(thread) == [*mine, (3, agent.pk, "agent")]


def test_it_goes_to_the_end_of_what_the_user_has_said_before(customer):
    home = make_thread(customer)
    make_messages(home, customer, 2)
    make_messages(make_thread(VISITOR), VISITOR, 2)
    claim_guest_thread(guest=VISITOR, user=customer)
    home.refresh_from_db()
    assert home.last_seq == 4
    assert [message.body for message in home.messages.order_by("seq")] == ["message 1", "message 2"] * 2
    assert Thread.objects.count() == 1


def test_who_said_nothing_as_a_visitor_has_nothing_to_keep(customer, django_assert_num_queries):
    with django_assert_num_queries(3):  # the transaction's own two among them
        claim_guest_thread(guest=VISITOR, user=customer)
    make_thread(VISITOR)
    claim_guest_thread(guest=VISITOR, user=customer)
    claim_guest_thread(guest=VISITOR, user=customer)
    assert Thread.objects.count() == 1
    assert open_support_thread(owner=VISITOR).last_seq == 0

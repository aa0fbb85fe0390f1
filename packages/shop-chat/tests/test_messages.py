import pytest

from shop_chat.exceptions import (
    ClientIdConflictError,
    EmptyMessageError,
    InvalidClientIdError,
    MessageTooLongError,
    NotAllowedError,
    ThreadGoneError,
)
from shop_chat.models import Message, Thread
from shop_chat.people import Guest
from shop_chat.services.messages import send_message
from shop_chat.signals import message_sent
from shop_chat.testing import make_messages, make_thread
from shop_core.testing.threads import run_in_threads

from .conftest import make_user

BROKEN = {"default": {"BACKEND": "tests.testapp.layers.BrokenLayer"}}


@pytest.fixture
def thread(customer):
    return make_thread(customer)


def send(thread, sender, body="Hello", client_id="c1"):
    return send_message(thread=thread, sender=sender, client_id=client_id, body=body)


def test_messages_are_numbered_from_one(thread, customer, agent):
    send(thread, customer)
    assert send(thread, agent).message.seq == 2
    thread.refresh_from_db()
    assert (thread.last_seq, thread.preview) == (2, "Hello")


def test_a_message_keeps_name_and_role_of_its_sender(thread, customer, agent):
    assert send(thread, customer).message.sender_role == "customer"
    answer = send(thread, agent).message
    assert (answer.sender_role, answer.sender_name) == ("agent", agent.email_address.partition("@")[0])


def test_the_same_client_id_gets_the_same_answer(thread, customer):
    first, again = send(thread, customer), send(thread, customer)
    assert (again.message, again.duplicate) == (first.message, True)
    thread.refresh_from_db()
    assert thread.last_seq == 1


def test_two_senders_may_choose_the_same_client_id(thread, customer, agent):
    send(thread, customer)
    assert not send(thread, agent).duplicate


def test_a_client_id_cannot_be_used_for_another_text(thread, customer):
    send(thread, customer)
    with pytest.raises(ClientIdConflictError):
        send(thread, customer, "Good bye")


@pytest.mark.parametrize("body", ["", "  \n", "\x00\x1b", "\ud800"])
def test_nothing_is_not_sent(thread, customer, body):
    with pytest.raises(EmptyMessageError):
        send(thread, customer, body)


def test_a_text_too_long_is_not_sent(thread, customer, settings):
    settings.SHOP_CHAT = {"MAX_LENGTH": 5}
    send(thread, customer, "12345")
    with pytest.raises(MessageTooLongError):
        send(thread, customer, "123456", "c2")


@pytest.mark.parametrize("client_id", ["", "a" * 65, "a b", "ä", "a\n"])
def test_a_malformed_client_id_is_refused(thread, customer, client_id):
    with pytest.raises(InvalidClientIdError):
        send(thread, customer, client_id=client_id)


def test_control_characters_are_left_out_and_lines_are_kept(thread, customer):
    assert send(thread, customer, " one\r\n\ttwo\x00\udfff ").message.body == "one\n\ttwo"


def test_strangers_are_refused_and_take_no_number(thread):
    for stranger in (make_user("stranger"), Guest(key="stranger")):
        with pytest.raises(NotAllowedError):
            send(thread, stranger)
    thread.refresh_from_db()
    assert thread.last_seq == 0


def test_who_has_lost_the_right_cannot_use_it_to_repeat(thread, agent):
    send(thread, agent)
    stripped = type(agent).objects.get(pk=agent.pk)
    stripped.user_permissions.clear()
    with pytest.raises(NotAllowedError):
        send(thread, stripped)


def test_deactivated_customers_are_refused(thread, customer):
    customer.is_active = False
    with pytest.raises(NotAllowedError):
        send(thread, customer)


def test_a_deleted_thread_takes_no_message(thread, customer):
    Thread.objects.all().delete()
    with pytest.raises(ThreadGoneError):
        send(thread, customer)


@pytest.mark.django_db
def test_guests_write_without_a_user():
    guest = Guest(key="g1")
    message = send(make_thread(guest), guest).message
    assert (message.sender, message.sender_role, message.sender_key) == (None, "guest", "guest:g1")


def test_the_project_is_told_after_commit(thread, customer, django_capture_on_commit_callbacks):
    told = []
    message_sent.connect(listener := lambda message, **kwargs: told.append(message))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            sent = send(thread, customer)
        assert told == [sent.message]
    finally:
        message_sent.disconnect(listener)


@pytest.mark.parametrize("layers", [BROKEN, {}])
def test_a_broken_layer_never_fails_a_send(
    thread, customer, settings, layers, django_capture_on_commit_callbacks, caplog
):
    settings.CHANNEL_LAYERS = layers
    with django_capture_on_commit_callbacks(execute=True):
        assert send(thread, customer).message.seq == 1
    assert "did not take a frame" in caplog.text


def test_a_message_costs_a_fixed_number_of_queries(thread, customer, django_assert_num_queries):
    make_messages(thread, customer, 5)
    with django_assert_num_queries(5):  # savepoint, count, read, insert, release
        send(thread, customer, client_id="c6")


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_leave_no_hole(customer, agent):
    thread = make_thread(customer)

    def write(number):
        sender = agent if number % 2 else customer
        return [send(thread, sender, f"{number}-{turn}", f"{number}-{turn}").message.seq for turn in range(5)]

    numbers = run_in_threads(write, range(20))
    assert sorted(seq for seqs in numbers for seq in seqs) == list(range(1, 101))
    assert all(seqs == sorted(seqs) for seqs in numbers)
    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 101))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_ten_retries_at_once_write_one_message(customer):
    thread = make_thread(customer)
    answers = run_in_threads(lambda _: send(thread, customer), range(10))
    assert [answer.message.seq for answer in answers] == [1] * 10
    assert sum(not answer.duplicate for answer in answers) == 1
    thread.refresh_from_db()
    assert thread.last_seq == 1


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_a_thread_opened_ten_times_at_once_is_one(customer):
    threads = run_in_threads(lambda _: make_thread(customer), range(10))
    assert len({thread.pk for thread in threads}) == 1

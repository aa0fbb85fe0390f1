import pytest

from shop_chat.exceptions import ThreadGoneError
from shop_chat.models import Message, Thread
from shop_chat.services.history import read_history
from shop_chat.services.reading import mark_read
from shop_chat.testing import make_messages, make_thread


@pytest.fixture
def thread(customer):
    thread = make_thread(customer)
    make_messages(thread, customer, 5)
    thread.refresh_from_db()
    return thread


@pytest.mark.parametrize(
    ("window", "numbers", "covers"),
    [
        ({}, [1, 2, 3, 4, 5], (1, 5)),
        ({"limit": 2}, [4, 5], (4, 5)),
        ({"limit": 2, "before": 4}, [2, 3], (2, 3)),
        ({"before": 3}, [1, 2], (1, 2)),
        ({"before": 1}, [], (1, 0)),
        ({"after": 3}, [4, 5], (4, 5)),
        ({"after": 1, "limit": 2}, [2, 3], (2, 3)),
        ({"after": 5}, [], (6, 5)),
        ({"after": 2, "before": 5}, [3, 4], (3, 4)),
    ],
)
def test_a_window_says_what_it_covers(thread, window, numbers, covers):
    history = read_history(thread=thread, **window)
    assert ([message.seq for message in history.messages], history.covers) == (numbers, covers)


def test_numbers_that_exist_no_more_are_covered(thread):
    Message.objects.filter(seq__in=[4, 5]).delete()
    history = read_history(thread=thread, after=2)
    assert ([message.seq for message in history.messages], history.covers) == ([3], (3, 5))


def test_a_deleted_thread_has_no_history(thread):
    Thread.objects.all().delete()
    with pytest.raises(ThreadGoneError):
        read_history(thread=thread)


def test_a_marker_moves_forward_only_and_not_past_the_end(thread, agent):
    assert [mark_read(thread=thread, reader=agent, seq=seq) for seq in (3, 2, 9)] == [3, 3, 5]
    [row] = Thread.objects.with_unread(agent)
    assert (row.last_read_seq, row.unread) == (5, 0)


def test_what_nobody_read_is_unread(thread, agent):
    assert Thread.objects.with_unread(agent).get().unread == 5

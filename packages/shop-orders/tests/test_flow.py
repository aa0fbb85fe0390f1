from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import make_book, make_user
from tests.testapp.models import Hold

from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_orders.exceptions import MoveNotAllowedError, OrderNotFoundError, TooManyTriesError, TooManyUnitsError
from shop_orders.models import ALLOWED, PROGRESS, CancelReason, Order, OrderLine, OrderState, derive_state
from shop_orders.personal_data import OrderPersonalData
from shop_orders.services.checkout import place_order
from shop_orders.services.lines import cancel_units, move_lines, return_units
from shop_orders.services.lookup import find_guest_order
from shop_orders.services.notes import add_note
from shop_orders.services.numbering import ALPHABET, new_number, normalize_number
from shop_orders.services.payment import mark_paid
from shop_orders.services.refunds import record_refund
from shop_orders.services.shipments import set_tracking
from shop_orders.services.states import cancel_order, change_state, next_line_states, next_states
from shop_orders.services.verification import find_inconsistencies
from shop_orders.signals import order_cancelled
from shop_orders.testing import ADDRESS, make_cart, make_order

pytestmark = pytest.mark.django_db
EUR = "EUR"


def paid(*books, quantity=2):
    cart = make_cart({str(book.pk): quantity for book in books})
    order = place_order(cart=cart, email="anna@example.com", shipping_address=ADDRESS)
    return mark_paid(order=order, amount=order.total, reference="payment-1")


def copies(book):
    book.refresh_from_db()
    return book.copies


def states(order):
    return list(order.lines.order_by("pk").values_list("state", flat=True))


def told(order):
    return list(order.events.order_by("pk").values_list("kind", "before", "after"))


@pytest.fixture(autouse=True)
def forget_tries():
    from django.core.cache import cache

    cache.clear()


@given(st.lists(st.sampled_from(OrderState), min_size=1, max_size=6))
def test_an_order_is_as_far_as_the_last_of_its_lines(line_states):
    alive = [state for state in line_states if state != OrderState.CANCELLED]
    derived = derive_state(line_states)
    assert derived == (min(alive, key=PROGRESS.index) if alive else OrderState.CANCELLED)
    assert derive_state(reversed(line_states)) == derived


@pytest.mark.parametrize("before", OrderState)
@pytest.mark.parametrize("after", OrderState)
def test_lines_move_by_the_table(before, after):
    order = make_order(state=before, cancel_reason="staff" if before == OrderState.CANCELLED else "")
    line = order.lines.get()
    if before == after:
        assert move_lines(order=order, lines=[line], state=after).state == after
    elif before not in (OrderState.PENDING, OrderState.CANCELLED) and after in ALLOWED[before]:
        assert after in next_line_states(line)
        assert move_lines(order=order, lines=[line], state=after).state == after
    else:
        assert after not in next_line_states(line)
        with pytest.raises(MoveNotAllowedError):
            move_lines(order=order, lines=[line], state=after)


def test_the_order_follows_the_last_of_its_lines():
    order = make_order(lines=2, state=OrderState.PROCESSING)
    first, second = order.lines.order_by("pk")
    order = move_lines(order=order, lines=[first], state=OrderState.SHIPPED, carrier="Post", tracking_number="A 1")
    assert (order.state, states(order)) == (OrderState.PROCESSING, ["shipped", "processing"])
    order = move_lines(order=order, lines=[second], state=OrderState.SHIPPED)
    assert (order.state, states(order)) == (OrderState.SHIPPED, ["shipped", "shipped"])
    assert told(order)[1:] == [("lines_moved", "processing", "shipped"), ("state_changed", "processing", "shipped")]
    parcel = order.shipments.order_by("pk")[0]
    assert [line.pk for line in parcel.lines.all()] == [first.pk]
    assert parcel.tracking_url == "https://post.example/A%201"
    assert order.shipments.order_by("pk")[1].tracking_url == ""


def test_an_order_takes_along_the_lines_that_lag_behind():
    order = make_order(lines=2, state=OrderState.PAID)
    first, _ = order.lines.order_by("pk")
    move_lines(order=order, lines=[first], state=OrderState.PROCESSING)
    order = change_state(order=order, state=OrderState.PROCESSING)
    assert states(order) == ["processing", "processing"]
    order = change_state(order=order, state=OrderState.SHIPPED, carrier="Post", tracking_number="1")
    assert order.shipments.get().lines.count() == 2
    assert order.events.last().facts == {"shipment": order.shipments.get().pk}


def test_what_has_left_in_part_is_cancelled_in_part_only():
    order = make_order(lines=2, state=OrderState.PROCESSING)
    first, second = order.lines.order_by("pk")
    assert OrderState.CANCELLED in next_states(order, staff=True)
    order = move_lines(order=order, lines=[first], state=OrderState.SHIPPED)
    assert next_states(order, staff=True) == [OrderState.SHIPPED]
    with pytest.raises(MoveNotAllowedError):
        cancel_order(order=order, reason=CancelReason.STAFF)
    order = move_lines(order=order, lines=[second], state=OrderState.CANCELLED)
    assert (order.state, states(order)) == (OrderState.SHIPPED, ["shipped", "cancelled"])


def test_units_are_cancelled_restocked_and_called_for_refund_once():
    book = make_book()
    order = paid(book, quantity=3)
    line, staff = order.lines.get(), make_user()
    for _ in range(2):
        order = cancel_units(order=order, units={line: 1}, by=staff, key="a")
    line.refresh_from_db()
    assert (line.state, line.cancelled_quantity, line.open_quantity, copies(book)) == ("paid", 1, 2, 3)
    assert (order.refund_due, order.needs_attention) == (Money(1250, EUR), True)
    event = order.events.get(kind="units_cancelled")
    assert (event.actor, event.units, event.amount) == (staff, 1, Money(1250, EUR))
    assert list(find_inconsistencies()) == []


def test_the_last_units_cancel_the_order(django_capture_on_commit_callbacks):
    facts, book = [], make_book()
    order_cancelled.connect(lambda reason, **_: facts.append(reason), weak=False, dispatch_uid="test")
    order = paid(book)
    line = order.lines.get()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_units(order=order, units={line: 1})
        order = cancel_units(order=order, units={line: 1}, reason=CancelReason.SELLER)
    order_cancelled.disconnect(dispatch_uid="test")
    assert (order.state, order.cancel_reason, copies(book)) == (OrderState.CANCELLED, "seller", 5)
    assert order.refund_due == order.total
    assert facts == ["seller"]
    assert list(find_inconsistencies()) == []


def test_cancelling_the_rest_restocks_the_rest():
    book, other = make_book(), make_book()
    order = paid(book, other)
    line = order.lines.get(product_ref=str(book.pk))
    cancel_units(order=order, units={line: 1})
    order = cancel_order(order=order, reason=CancelReason.STAFF)
    assert (copies(book), copies(other), order.refund_due) == (5, 5, order.total)
    assert list(find_inconsistencies()) == []


def test_units_come_back_once_and_may_be_beyond_sale():
    book = make_book()
    order = paid(book, quantity=3)
    for state in (OrderState.PROCESSING, OrderState.SHIPPED, OrderState.DELIVERED):
        order = change_state(order=order, state=state)
    line = order.lines.get()
    for _ in range(2):
        return_units(order=order, units={line: 1}, key="a")
    order = return_units(order=order, units={line: 1}, restock=False)
    line.refresh_from_db()
    assert (order.state, line.returned_quantity, copies(book)) == (OrderState.DELIVERED, 2, 3)
    assert order.refund_due == Money(2500, EUR)
    assert list(find_inconsistencies()) == []


@pytest.mark.parametrize(
    ("state", "deed", "count", "refusal"),
    [
        (OrderState.PENDING, cancel_units, 1, MoveNotAllowedError),
        (OrderState.SHIPPED, cancel_units, 1, MoveNotAllowedError),
        (OrderState.PAID, cancel_units, 4, TooManyUnitsError),
        (OrderState.PAID, return_units, 1, MoveNotAllowedError),
        (OrderState.DELIVERED, return_units, 4, TooManyUnitsError),
    ],
)
def test_what_is_not_there_is_neither_cancelled_nor_returned(state, deed, count, refusal):
    order = make_order(quantity=3, state=state)
    with pytest.raises(refusal):
        deed(order=order, units={order.lines.get(): count})
    assert deed(order=order, units={}).needs_attention is False


@given(quantity=st.integers(1, 40), total=st.integers(0, 10_000), data=st.data())
def test_units_taken_back_come_to_the_whole_to_the_last_cent(quantity, total, data):
    line = OrderLine(quantity=quantity, total_amount=total)
    cuts = sorted(data.draw(st.sets(st.integers(0, quantity))) | {0, quantity})
    parts = [line.worth_of(after) - line.worth_of(before) for before, after in pairwise(cuts)]
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)


def test_refunds_are_noted_once_and_tell_the_payment_status():
    order = make_order(lines=2, state=OrderState.PAID)
    for _ in range(2):
        order = record_refund(order=order, amount=Money(500, EUR), reference="refund-1")
    assert (order.payment_status, order.refunded) == ("partially_refunded", Money(500, EUR))
    order = record_refund(order=order, amount=Money(2000, EUR), reference="refund-2")
    assert (order.payment_status, order.needs_attention) == ("refunded", False)


@pytest.mark.parametrize(
    ("amount", "reason"),
    [(Money(1251, EUR), "refunded_too_much"), (Money(1, "USD"), "refunded_in_another_currency")],
)
def test_refunds_that_cannot_be_are_laid_before_the_staff(amount, reason):
    order = record_refund(order=make_order(state=OrderState.PAID), amount=amount, reference="refund-1")
    assert order.needs_attention
    assert order.events.get(kind="attention").facts == {"reason": reason}


def test_a_tracking_number_is_changed_once():
    order = change_state(order=make_order(state=OrderState.PROCESSING), state=OrderState.SHIPPED)
    for _ in range(2):
        parcel = set_tracking(shipment=order.shipments.get(), carrier="Post", tracking_number="7")
    assert (str(parcel), parcel.tracking_url) == ("Post 7", "https://post.example/7")
    assert order.events.filter(kind="tracking").count() == 1


def test_events_hold_no_personal_data_and_notes_and_tracking_numbers_are_erased():
    user = make_user()
    order = make_order(user=user, state=OrderState.PROCESSING)
    add_note(order=order, text="Rings twice", by=user)
    order = change_state(order=order, state=OrderState.SHIPPED, carrier="Post", tracking_number="RR-1", by=user)
    change_state(order=order, state=OrderState.DELIVERED)
    assert "RR-1" not in str(list(order.events.values_list("facts", flat=True)))
    assert OrderPersonalData().export(user)["orders.json"][0]["shipments"][0]["tracking_number"] == "RR-1"
    OrderPersonalData().erase(user)
    assert not order.notes.exists()
    assert order.shipments.get().tracking_number == ""


def test_a_line_cannot_lose_more_units_than_it_has():
    line = make_order().lines.get()
    for wrong in ({"returned_quantity": 2}, {"state": "cancelled"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderLine.objects.filter(pk=line.pk).update(**wrong)


@given(st.text(ALPHABET, min_size=10, max_size=10), st.sampled_from(["{}", " {} ", "#{}"]), st.booleans())
def test_a_number_is_known_however_it_is_typed(letters, shape, small):
    number = f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
    for typed in (number, letters, number.replace("-", " ")):
        assert normalize_number(shape.format(typed.lower() if small else typed)) == number


def test_look_alikes_are_read_as_what_was_meant():
    assert normalize_number("zs4-6u") == "25AG-V"
    assert normalize_number("") == ""
    assert normalize_number(new_number() + "extra") != new_number()


def test_a_guest_finds_the_order_by_number_and_address():
    order = make_order(email="Anna@Example.com")
    typed = order.number.lower().replace("-", "")
    assert find_guest_order(number=typed, email=" anna@example.COM ") == order


@pytest.mark.parametrize("fields", [{"email": ""}, {"email": "other@example.com"}, {"user": None}])
def test_wrong_numbers_wrong_addresses_and_orders_of_users_look_the_same(fields):
    order = make_order(**{**fields, "user": make_user() if "user" in fields else None})
    with pytest.raises(OrderNotFoundError):
        find_guest_order(number=order.number, email="anna@example.com" if fields != {"email": ""} else "")
    with pytest.raises(OrderNotFoundError):
        find_guest_order(number=new_number(), email="anna@example.com")


def test_looking_up_is_counted_by_number_and_by_client(settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "LOOKUP_TRIES": 3}
    order = make_order()
    for attempt in range(3):
        with pytest.raises(OrderNotFoundError):
            find_guest_order(number=order.number, email="x@example.com", client=f"client-{attempt}")
    with pytest.raises(TooManyTriesError) as refusal:
        find_guest_order(number=order.number, email="anna@example.com", client="another")
    assert refusal.value.retry_after == 3600
    for _ in range(3):
        with pytest.raises(OrderNotFoundError):
            find_guest_order(number=new_number(), email="x@example.com", client="another")
    with pytest.raises(TooManyTriesError):
        find_guest_order(number=new_number(), email="x@example.com", client="another")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"state": "paid"}, "its state is not that of its lines"),
        ({"taken_back_amount": 1}, "what the units are worth"),
        ({"refunded_amount": 1}, "its events say 0"),
    ],
)
def test_contradictions_of_orders_and_lines_are_reported(fields, fault):
    order = make_order(state=OrderState.PROCESSING)
    Order.objects.filter(pk=order.pk).update(**fields)
    assert fault in " ".join(find_inconsistencies())


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_cancels_restock_once():
    book = make_book()
    order = paid(book)
    run_in_threads(lambda _: cancel_order(order=order, reason=CancelReason.STAFF), range(10))
    assert copies(book) == 5
    assert order.events.filter(after="cancelled").count() == 1
    assert list(find_inconsistencies()) == []


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_cancels_of_units_never_take_more_than_there_are():
    book = make_book(copies=10)
    order = paid(book, quantity=5)
    line = order.lines.get()
    answers = run_in_threads(lambda number: cancel_units(order=order, units={line: 1}, key=f"{number % 8}"), range(16))
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    order.refresh_from_db()
    assert {type(refusal) for refusal in refused} <= {TooManyUnitsError, MoveNotAllowedError}
    assert (order.state, copies(book)) == (OrderState.CANCELLED, 10)
    assert order.events.filter(kind="units_cancelled").count() == 5
    assert list(find_inconsistencies()) == []


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_shipping_and_cancelling_at_once_agree():
    books = [make_book(), make_book()]
    order = change_state(order=paid(*books), state=OrderState.PROCESSING)
    first, second = order.lines.order_by("pk")
    deeds = [
        lambda: move_lines(order=order, lines=[first], state=OrderState.SHIPPED),
        lambda: move_lines(order=order, lines=[second], state=OrderState.SHIPPED),
        lambda: cancel_order(order=order, reason=CancelReason.STAFF),
        lambda: cancel_units(order=order, units={first: 1}),
    ]
    run_in_threads(lambda deed: deed(), deeds)
    assert list(find_inconsistencies()) == []
    order.refresh_from_db()
    sold = sum(line.open_quantity for line in order.lines.all())
    assert sum(copies(book) for book in books) == 10 - sold
    assert not Hold.objects.filter(is_sold=False).exists()


def test_lines_from_before_they_had_states_take_over_that_of_their_order():
    migration = import_module("shop_orders.migrations.0003_line_states")
    shipped, cancelled = make_order(state=OrderState.SHIPPED), make_order(state=OrderState.CANCELLED)
    OrderLine.objects.update(state=OrderState.PENDING, cancelled_quantity=0)
    migration.take_over_states(apps, SimpleNamespace(connection=connection))
    assert states(shipped) == ["shipped"]
    assert (states(cancelled), cancelled.lines.get().open_quantity) == (["cancelled"], 0)

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.conftest import make_book, make_user
from tests.testapp.models import Book, Hold

from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_orders.exceptions import MoveNotAllowedError, NotPayableError, OrdersUnderWayError, PaymentUnavailableError
from shop_orders.models import ALLOWED, CancelReason, CartState, Order, OrderState
from shop_orders.personal_data import OrderPersonalData
from shop_orders.services.checkout import place_order
from shop_orders.services.expiry import expire_orders
from shop_orders.services.numbering import ALPHABET, new_number
from shop_orders.services.payment import mark_paid, start_payment
from shop_orders.services.states import cancel_order, change_state, next_states, settle_order
from shop_orders.services.verification import find_inconsistencies
from shop_orders.signals import order_cancelled, order_paid
from shop_orders.tasks import expire_orders as expire_by_clock
from shop_orders.tasks import mail_about_order
from shop_orders.testing import ADDRESS, make_cart, make_order

pytestmark = pytest.mark.django_db

HAND_MOVES = [(before, after) for before in OrderState for after in OrderState if before != after]


def place(book, quantity=2, **fields):
    cart = make_cart({str(book.pk): quantity})
    return place_order(cart=cart, email="anna@example.com", shipping_address=ADDRESS, **fields)


def pay(order, reference="payment-1", amount=None):
    return mark_paid(order=order, amount=amount or order.total, reference=reference)


def run_out(order):
    """Let the order's hold run out, at the shop and on the shelf."""
    past = timezone.now() - timedelta(seconds=1)
    Order.objects.filter(pk=order.pk).update(hold_expires_at=past)
    Hold.objects.update(expires_at=past)


def copies(book):
    book.refresh_from_db()
    return book.copies


@pytest.fixture
def told():
    facts = []
    order_paid.connect(lambda **_: facts.append("paid"), weak=False, dispatch_uid="test")
    order_cancelled.connect(lambda reason, **_: facts.append(reason), weak=False, dispatch_uid="test")
    yield facts
    order_paid.disconnect(dispatch_uid="test")
    order_cancelled.disconnect(dispatch_uid="test")


@pytest.mark.parametrize(("before", "after"), HAND_MOVES)
def test_only_allowed_moves_are_made_by_hand(before, after):
    reason = "staff" if before == OrderState.CANCELLED else ""
    order = make_order(state=before, cancel_reason=reason)
    if after in ALLOWED[before] and after != OrderState.PAID:
        assert change_state(order=order, state=after).state == after
        assert after in next_states(order, staff=True)
    else:
        with pytest.raises(MoveNotAllowedError):
            change_state(order=order, state=after)
        assert after not in next_states(order, staff=True)


def test_a_move_told_twice_is_made_once():
    order = make_order(state=OrderState.PAID)
    for _ in range(2):
        change_state(order=order, state=OrderState.PROCESSING, by=None)
    assert order.events.filter(kind="state_changed").count() == 1


def test_a_customer_cancels_before_paying_only(book):
    order = place(book)
    assert next_states(order, staff=False) == [OrderState.CANCELLED]
    pay(order)
    with pytest.raises(MoveNotAllowedError):
        cancel_order(order=order, reason=CancelReason.CUSTOMER)


def test_cancelling_gives_the_stock_back_once(book, told, django_capture_on_commit_callbacks):
    order = place(book)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            cancel_order(order=order, reason=CancelReason.CUSTOMER)
    assert copies(book) == 5
    assert told == ["customer"]


def test_cancelling_a_paid_order_restocks_once_and_calls_for_a_refund(book):
    order = pay(place(book))
    assert copies(book) == 3
    for _ in range(2):
        order = cancel_order(order=order, reason=CancelReason.STAFF)
    assert copies(book) == 5
    assert order.needs_attention
    assert order.events.get(kind="attention").facts == {"reason": "refund_due"}


def test_money_makes_an_order_paid_once(book, told, django_capture_on_commit_callbacks, mailoutbox):
    order = place(book)
    with django_capture_on_commit_callbacks(execute=True):
        pay(order)
        order = pay(order)
    assert (order.state, order.payment_status, order.paid_amount) == (OrderState.PAID, "paid", 2500)
    assert order.paid_at is not None
    assert not Hold.objects.filter(is_sold=False).exists()
    assert told == ["paid"]
    assert [mail.subject for mail in mailoutbox] == [f"Order {order.number}: payment received"]
    assert list(find_inconsistencies()) == []


@pytest.mark.parametrize(
    ("amount", "reason"), [(Money(2499, "EUR"), "too_little"), (Money(2500, "USD"), "other_currency")]
)
def test_money_that_is_not_enough_waits_for_staff(book, amount, reason):
    order = pay(place(book), amount=amount)
    assert (order.state, order.needs_attention) == (OrderState.PENDING, True)
    assert order.events.get(kind="attention").facts["reason"] == reason


def test_the_rest_makes_it_paid(book):
    order = pay(place(book), amount=Money(2000, "EUR"))
    assert pay(order, reference="payment-2", amount=Money(500, "EUR")).state == OrderState.PAID


def test_too_much_money_is_laid_before_the_staff(book):
    order = pay(place(book), amount=Money(2600, "EUR"))
    assert order.state == OrderState.PAID
    assert order.events.get(kind="attention").facts == {"reason": "too_much"}


def test_a_second_payment_is_laid_before_the_staff_until_they_settle_it(book):
    order = pay(pay(place(book)), reference="payment-2")
    assert (order.state, order.needs_attention) == (OrderState.PAID, True)
    assert order.events.get(kind="attention").facts == {"reason": "paid_again"}
    assert not settle_order(order=order).needs_attention


def test_a_hold_that_ran_out_frees_the_stock(book):
    order = place(book)
    assert expire_orders() == 0
    run_out(order)
    assert expire_orders() == 1
    assert expire_orders() == 0
    order.refresh_from_db()
    assert (order.state, order.cancel_reason, copies(book)) == (OrderState.CANCELLED, "expired", 5)


def test_late_money_takes_the_units_that_are_still_there(book):
    order = place(book)
    run_out(order)
    expire_orders()
    order = pay(order)
    assert (order.state, order.cancel_reason, copies(book)) == (OrderState.PAID, "", 3)
    assert list(find_inconsistencies()) == []


def test_late_money_for_units_that_have_gone_waits_for_staff(book):
    order = place(book)
    run_out(order)
    expire_orders()
    Book.objects.update(copies=1)
    order = pay(order)
    assert (order.state, order.needs_attention, order.paid_amount) == (OrderState.CANCELLED, True, 2500)
    assert order.events.get(kind="attention").facts == {"reason": "sold_out"}


def test_money_for_a_hold_that_ran_out_and_lost_its_units_waits_for_staff(book):
    order = place(book)
    run_out(order)
    place(book, quantity=4)
    order = pay(order)
    assert (order.state, order.needs_attention) == (OrderState.PENDING, True)
    assert expire_orders() == 0


def test_money_for_an_order_that_somebody_cancelled_waits_for_staff(book):
    order = cancel_order(order=place(book), reason=CancelReason.CUSTOMER)
    order = pay(order)
    assert (order.state, copies(book)) == (OrderState.CANCELLED, 5)
    assert order.events.get(kind="attention").facts == {"reason": "paid_after_cancelling"}


def test_starting_a_payment_extends_the_hold(book):
    order = place(book)
    assert start_payment(order=order, return_url="/back/") == f"/till/order/{order.number}/"
    order.refresh_from_db()
    assert order.hold_expires_at > timezone.now() + timedelta(minutes=29)
    assert Hold.objects.get().expires_at == order.hold_expires_at


def test_the_first_payment_is_started_once(book):
    order = place(book)
    assert start_payment(order=order, return_url="/back/", again=False)
    assert start_payment(order=order, return_url="/back/", again=False) is None
    assert start_payment(order=order, return_url="/back/")


def test_a_provider_that_cannot_be_reached_leaves_the_order_payable(book, settings):
    order = place(book)
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PAYMENT_STARTER": "tests.testapp.shop.BrokenTill"}
    with pytest.raises(PaymentUnavailableError):
        start_payment(order=order, return_url="/back/")
    order.refresh_from_db()
    assert order.is_payable


def test_what_is_paid_or_waited_too_long_starts_no_payment(book):
    late = place(book)
    run_out(late)
    for order in (late, pay(place(book, quantity=1))):
        with pytest.raises(NotPayableError):
            start_payment(order=order, return_url="/back/")


def test_what_costs_nothing_is_paid_at_once():
    order = place(make_book(price_amount=0))
    assert start_payment(order=order, return_url="/back/") is None
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_the_database_holds_what_must_be_true():
    order = make_order()
    for wrong in ({"total_amount": 1}, {"items_amount": -1, "total_amount": -1}, {"state": "paid"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**wrong)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"items_amount": 1, "total_amount": 1}, "its lines come to 1250"),
        ({"hold_expires_at": None}, "pending without a hold"),
        ({"paid_at": timezone.now(), "paid_amount": 1250}, "was paid but is pending"),
        ({"state": "cancelled"}, "without a reason"),
        ({"state": "paid", "paid_amount": 0}, "too little was received"),
        ({"paid_amount": 1}, "its events say 0"),
    ],
)
def test_contradictions_are_reported(fields, fault):
    make_order(**fields)
    assert fault in " ".join(find_inconsistencies())


def test_contradictions_fail_the_command(capsys):
    call_command("verify_orders")
    order = make_order()
    order.lines.all().delete()
    order.events.model.objects.all().delete()
    make_cart(state=CartState.ORDERED)
    with pytest.raises(CommandError):
        call_command("verify_orders")
    report = capsys.readouterr().err
    assert f"{order.number}: it has no lines" in report
    assert "nothing says when it was placed" in report
    assert "it was ordered, but there is no order" in report


def test_holds_are_given_up_by_the_clock(book):
    run_out(place(book))
    assert expire_by_clock.delay().get() == 1


def test_an_order_without_an_address_is_not_mailed(mailoutbox):
    mail_about_order.delay(make_order(email="").events.get().pk, "placed")
    assert mailoutbox == []


def test_holds_are_given_up_by_command(book, capsys):
    run_out(place(book))
    call_command("expire_orders")
    assert "Cancelled: 1" in capsys.readouterr().out


def test_numbers_are_easy_to_read_out():
    assert not set(ALPHABET) & set("0OIL1ZSBU468")
    assert len({new_number() for _ in range(100)}) == 100


def test_erasing_keeps_the_books_and_forgets_the_person():
    user = make_user()
    old, new = make_order(user=user, state=OrderState.DELIVERED), make_order(user=user)
    OrderPersonalData().erase(user)
    for order in (old, new):
        order.refresh_from_db()
        assert (order.user, order.email, order.shipping_address) == (None, "", None)
    assert (old.total_amount, new.state) == (1250, OrderState.CANCELLED)


def test_an_order_under_way_keeps_its_address_until_it_has_arrived():
    user = make_user()
    order = make_order(user=user, state=OrderState.SHIPPED)
    with pytest.raises(OrdersUnderWayError):
        OrderPersonalData().erase(user)
    change_state(order=order, state=OrderState.DELIVERED)
    OrderPersonalData().erase(user)
    order.refresh_from_db()
    assert order.email == ""


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_tellings_pay_once():
    order = place(make_book())
    run_in_threads(lambda _: pay(order), range(10))
    order.refresh_from_db()
    assert (order.state, order.paid_amount) == (OrderState.PAID, 2500)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_money_and_expiry_at_once_agree():
    book = make_book()
    order = place(book)
    run_out(order)
    run_in_threads(lambda work: work(), [lambda: pay(order), expire_orders, lambda: pay(order), expire_orders])
    order.refresh_from_db()
    assert (order.state, copies(book)) == (OrderState.PAID, 3)
    assert list(find_inconsistencies()) == []

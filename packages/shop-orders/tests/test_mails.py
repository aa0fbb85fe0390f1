import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_orders.models import CancelReason, OrderMail, OrderState
from shop_orders.services.lines import cancel_units, move_lines, return_units
from shop_orders.services.mails import send_order_mail
from shop_orders.services.payment import mark_paid
from shop_orders.services.refunds import record_refund
from shop_orders.services.states import cancel_order, change_state
from shop_orders.tasks import mail_about_order
from shop_orders.testing import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(django_capture_on_commit_callbacks, mailoutbox):
    """Return what is mailed by a deed: to whom, and with which subject."""

    def sent(deed, *args, **kwargs):
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            deed(*args, **kwargs)
        return [(each.to[0], each.subject.partition(": ")[2]) for each in mailoutbox[before:]]

    return sent


def order_of_two(**fields):
    return make_order(
        **{"lines": 2, "quantity": 2, "sellers": ["ann", "ola"], "origin": "https://shop.example", **fields}
    )


def pay(order):
    return mark_paid(order=order, amount=order.total, reference="payment-1")


def test_each_step_of_an_order_is_mailed_once(post):
    order = order_of_two()
    assert post(pay, order) == [
        ("anna@example.com", "payment received"),
        ("ann@sellers.example", "something of yours was sold"),
        ("ola@sellers.example", "sprzedano coś twojego"),
    ]
    assert post(pay, order) == []
    assert post(change_state, order=order, state=OrderState.PROCESSING) == []
    assert post(change_state, order=order, state=OrderState.SHIPPED) == [("anna@example.com", "on its way")]
    assert post(change_state, order=order, state=OrderState.DELIVERED) == [("anna@example.com", "delivered")]
    refund = {"amount": Money(500, "EUR"), "reference": "refund-1"}
    assert post(record_refund, order=order, **refund) == [("anna@example.com", "money returned")]
    assert post(record_refund, order=order, **refund) == []
    assert "€5.00" in mail.outbox[-1].body
    line = order.lines.first()
    assert post(return_units, order=order, units={line: 1}) == []


def test_each_parcel_is_mailed_with_what_is_in_it(post):
    order = order_of_two(state=OrderState.PROCESSING)
    first, second = order.lines.order_by("pk")
    parcel = {"state": OrderState.SHIPPED, "carrier": "Post", "tracking_number": "RR-1"}
    assert len(post(move_lines, order=order, lines=[first], **parcel)) == 1
    told = mail.outbox[-1]
    for body in (told.body, told.alternatives[0].content):
        assert "Product 0" in body
        assert "Product 1" not in body
        assert "https://post.example/RR-1" in body
        assert f"https://shop.example/orders/{order.number}/?key=" in body
    assert len(post(move_lines, order=order, lines=[second], state=OrderState.SHIPPED)) == 1
    assert "Product 0" not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("fields", "reason", "words"),
    [
        ({}, CancelReason.CUSTOMER, "as you wished"),
        ({}, CancelReason.STAFF, "We had to cancel it"),
        ({"hold_expires_at": timezone.now()}, CancelReason.EXPIRED, "not paid in time"),
        ({"state": OrderState.PAID}, CancelReason.STAFF, "goes back to you"),
    ],
)
def test_a_cancelled_order_says_why(post, fields, reason, words):
    order = order_of_two(**fields)
    mails = post(cancel_order, order=order, reason=reason)
    assert mails[-1] == ("anna@example.com", "cancelled")
    assert words in mail.outbox[-1].body
    sellers = [("ann@sellers.example", "do not send it"), ("ola@sellers.example", "nie wysyłaj")]
    assert mails[:-1] == (sellers if fields.get("state") else [])
    assert post(cancel_order, order=order, reason=reason) == []


def test_cancelled_units_are_told_to_the_customer_and_to_the_seller_who_did_not_do_it(post):
    order = order_of_two(state=OrderState.PAID)
    line = order.lines.order_by("pk")[0]
    assert post(cancel_units, order=order, units={line: 1}) == [
        ("anna@example.com", "cancelled"),
        ("ann@sellers.example", "do not send it"),
    ]
    assert "1 x Product 0" in mail.outbox[-1].body
    assert f"https://shop.example/sales/{order.number}/" in mail.outbox[-1].body
    assert "anna@example.com" not in mail.outbox[-1].body
    own = {"order": order, "units": {line: 1}, "reason": CancelReason.SELLER}
    assert post(cancel_units, **own) == [("anna@example.com", "cancelled")]


def test_customers_are_mailed_in_the_language_of_the_order(post):
    post(change_state, order=order_of_two(state=OrderState.PROCESSING, language="pl"), state=OrderState.SHIPPED)
    assert "w drodze" in mail.outbox[-1].subject


def test_a_task_that_is_delivered_twice_mails_once():
    event = order_of_two(state=OrderState.PAID).events.get()
    for _ in range(2):
        mail_about_order.delay(event.pk, "placed")
        mail_about_order.delay(event.pk, "seller_sold", "ann")
    assert [each.to for each in mail.outbox] == [["anna@example.com"], ["ann@sellers.example"]]
    assert not OrderMail.objects.filter(sent_at=None).exists()
    assert [str(each) for each in OrderMail.objects.order_by("pk")] == [f"{event.pk}: customer", f"{event.pk}: ann"]


def test_who_cannot_be_reached_gets_no_mail():
    event = order_of_two(email="").events.get()
    send_order_mail(event_id=event.pk, occasion="placed")
    send_order_mail(event_id=event.pk, occasion="seller_sold", seller_ref="shelf")
    assert mail.outbox == []
    assert not OrderMail.objects.exists()


def test_a_server_that_takes_nothing_is_tried_again(monkeypatch):
    event, send, tries = order_of_two().events.get(), EmailMultiAlternatives.send, []

    def refuse_once(self, *args, **kwargs):
        tries.append(1)
        if len(tries) == 1:
            raise smtplib.SMTPConnectError(421, "busy")
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse_once)
    mail_about_order.apply((event.pk, "placed"), throw=False)
    assert (len(tries), len(mail.outbox)) == (2, 1)


def test_a_mail_of_which_nobody_knows_whether_it_was_sent_is_not_sent_again(monkeypatch):
    event = order_of_two().events.get()

    def break_off(self, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMultiAlternatives, "send", break_off)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send_order_mail(event_id=event.pk, occasion="placed")
    monkeypatch.undo()
    send_order_mail(event_id=event.pk, occasion="placed")
    assert mail.outbox == []
    assert OrderMail.objects.get().sent_at is None


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_tasks_at_once_mail_once():
    event = order_of_two().events.get()
    answers = run_in_threads(lambda _: send_order_mail(event_id=event.pk, occasion="placed"), range(10))
    assert answers == [None] * 10
    assert len(mail.outbox) == 1

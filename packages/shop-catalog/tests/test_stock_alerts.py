"""The owner of an offer is told of a low stock: once each time, and whatever happens to the mail server."""

import socket
from contextlib import ExitStack
from datetime import timedelta

import django
import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from tests.conftest import make_user

from shop_catalog import tasks
from shop_catalog.models import Offer, Product, Seller, StockAlert
from shop_catalog.services import stock
from shop_catalog.services.alerts import send_due_alerts, send_stock_alert
from shop_catalog.services.stores import open_store
from shop_catalog.signals import offer_stock_low
from shop_catalog.testing import make_offer
from shop_core.testing.threads import run_in_threads


def set_options(settings, **options):
    settings.SHOP_CATALOG = {"LOW_STOCK_RECIPIENTS": ["owner@example.com"], **options}


@pytest.fixture(autouse=True)
def options(settings):
    set_options(settings)


def sell(offer, units, reference):
    stock.reserve(reference=reference, quantities={offer.ref: units}, expires_at=timezone.now() + timedelta(hours=1))
    stock.commit(reference=reference)


def count(offer, units, reference):
    stock.adjust(offer=offer, on_hand=units, reference=reference)


@pytest.fixture
def crossing(db, django_capture_on_commit_callbacks):
    """A function that brings an offer down to two units, and lets happen what follows."""

    def cross(offer, units=2):
        with django_capture_on_commit_callbacks(execute=True):
            count(offer, units, "count")

    return cross


@pytest.fixture
def dead_mail_server():
    """Mails go to a port where nobody listens, until the function is called."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    if django.VERSION >= (6, 1):
        dead = {"MAILERS": {"default": {"BACKEND": smtp, "OPTIONS": {"host": "127.0.0.1", "port": port}}}}
    else:
        dead = {"EMAIL_BACKEND": smtp, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    with ExitStack() as stack:
        stack.enter_context(override_settings(**dead))
        yield stack.close


def test_the_owner_is_told_what_is_left_of_what(crossing, settings):
    set_options(settings, SITE_URL="https://shop.example/")
    offer = make_offer(sku="T-1", stock=9)
    Product.objects.update(name="Tea\npot <2>")  # as older ones may be called
    crossing(offer)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["owner@example.com"], "Only 2 units left: Tea pot <2>")
    assert "T-1" in message.body
    assert f"https://shop.example{offer.get_absolute_url()}" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "pot &lt;2&gt;" in html
    assert StockAlert.objects.get().sent_at


def test_a_mail_without_an_address_of_the_shop_has_no_link(crossing):
    crossing(make_offer(), units=0)
    (message,) = mail.outbox
    assert message.subject.startswith("Sold out:")
    assert "http" not in message.body
    assert "<a " not in message.alternatives[0][0]


@pytest.mark.parametrize(
    ("threshold", "counts", "alerts"),
    [
        (None, [3], 0),
        (None, [2], 1),
        (None, [2, 1, 0], 1),
        (None, [2, 3, 2], 2),
        (None, [2, 2, 9, 0], 2),
        (0, [0], 0),
        (5, [4, 2], 1),
    ],
)
def test_each_crossing_of_the_threshold_alerts_once(db, threshold, counts, alerts):
    offer = make_offer(stock=9)
    Offer.objects.update(low_stock_threshold=threshold)
    for index, units in enumerate(counts):
        count(offer, units, f"count-{index}")
    assert StockAlert.objects.count() == alerts


def test_a_hold_does_not_alert_and_a_sale_does(db):
    offer = make_offer(stock=3)
    stock.reserve(reference="o", quantities={offer.ref: 2}, expires_at=timezone.now() + timedelta(hours=1))
    assert not StockAlert.objects.exists()
    stock.commit(reference="o")
    stock.commit(reference="o")
    assert StockAlert.objects.get().on_hand == 1


def test_a_sale_that_is_undone_alerts_nobody(db):
    offer = make_offer(stock=3)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        count(offer, 1, "count")
        raise ZeroDivisionError
    assert not StockAlert.objects.exists()


def test_in_the_store_of_a_seller_the_seller_is_told(crossing):
    user = make_user("ann")
    seller = Seller.objects.create(name="Ann", is_approved=True, user=user)
    crossing(make_offer(store=open_store(name="Ann's", seller=seller)))
    assert mail.outbox[0].to == [user.email_address]


@pytest.mark.parametrize("fault", [{"is_active": False}, {"email_address": ""}])
def test_a_seller_who_cannot_be_reached_leaves_it_to_the_shop(crossing, fault):
    user = make_user("ann")
    type(user).objects.update(**fault)
    seller = Seller.objects.create(name="Ann", is_approved=True, user=user)
    crossing(make_offer(store=open_store(name="Ann's", seller=seller)))
    assert mail.outbox[0].to == ["owner@example.com"]


def test_without_the_option_the_managers_are_told_else_the_superusers(crossing, settings):
    set_options(settings, LOW_STOCK_RECIPIENTS=[])
    root = make_user("root", is_superuser=True)
    make_user("staff", is_staff=True)
    crossing(make_offer())
    settings.MANAGERS = ["m@example.com"]
    crossing(make_offer())
    assert [message.to for message in mail.outbox] == [[root.email_address], ["m@example.com"]]


def test_where_nobody_can_be_told_the_alert_waits_and_the_log_says_so(crossing, settings, caplog):
    set_options(settings, LOW_STOCK_RECIPIENTS=[])
    crossing(make_offer())
    assert "LOW_STOCK_RECIPIENTS" in caplog.text
    assert StockAlert.objects.get().sent_at is None


def test_a_user_model_without_superusers_leaves_nobody_to_tell(settings, monkeypatch, db):
    from django.contrib.contenttypes.models import ContentType

    set_options(settings, LOW_STOCK_RECIPIENTS=[])
    monkeypatch.setattr("shop_catalog.services.mails.get_user_model", lambda: ContentType)
    offer = make_offer()
    count(offer, 0, "count")
    assert not send_stock_alert(alert_id=StockAlert.objects.get().pk)


def test_the_mail_is_in_the_language_of_the_site(crossing, settings):
    settings.LANGUAGE_CODE = "de"
    crossing(make_offer())
    assert 'lang="de"' in mail.outbox[0].alternatives[0][0]


def test_an_alert_is_mailed_once_however_often_its_task_runs(crossing):
    crossing(make_offer())
    alert = StockAlert.objects.get()
    assert not tasks.send_stock_alert(alert.pk)
    assert tasks.send_stock_alerts() == 0
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_loses_no_alert(crossing, dead_mail_server, caplog, capsys):
    crossing(make_offer())
    assert "failed" in caplog.text
    assert send_due_alerts() == 0
    StockAlert.objects.update(next_attempt_at=timezone.now())
    assert send_due_alerts() == 0
    assert "was not sent" in caplog.text
    dead_mail_server()
    call_command("send_stock_alerts")
    StockAlert.objects.update(next_attempt_at=timezone.now())
    call_command("send_stock_alerts")
    assert capsys.readouterr().out == "Sent: 0\nSent: 1\n"
    assert len(mail.outbox) == 1


def test_an_alert_of_the_day_before_yesterday_is_let_go(crossing, dead_mail_server):
    crossing(make_offer())
    dead_mail_server()
    long_ago = timezone.now() - timedelta(days=2)
    StockAlert.objects.update(next_attempt_at=long_ago, created_at=long_ago)
    assert send_due_alerts() == 0


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_fifty_sales_at_once_alert_once_and_once_more_after_a_refill():
    offer = make_offer(stock=52)
    heard = []
    offer_stock_low.connect(lambda **told: heard.append(told["on_hand"]), weak=False, dispatch_uid="test")
    try:
        for sold in (1, 2):
            answers = run_in_threads(lambda number, sold=sold: sell(offer, 1, f"{sold}-{number}"), range(50))
            assert answers == [None] * 50
            assert len(mail.outbox) == len(heard) == StockAlert.objects.exclude(sent_at=None).count() == sold
            stock.receive(offer=offer, quantity=50, reference=f"delivery-{sold}")
    finally:
        offer_stock_low.disconnect(dispatch_uid="test")
    assert heard == [2, 2]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_twenty_workers_at_one_alert_mail_it_once(dead_mail_server):
    count(make_offer(stock=9), 1, "count")
    StockAlert.objects.update(next_attempt_at=timezone.now())
    dead_mail_server()
    answers = run_in_threads(lambda key: send_stock_alert(alert_id=key), [StockAlert.objects.get().pk] * 20)
    assert (answers.count(True), len(mail.outbox)) == (1, 1)

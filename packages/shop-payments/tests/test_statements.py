"""The numbered statements about money: each test bears the number of the one it proves."""

import json
import time
from datetime import timedelta
from itertools import permutations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_payments.exceptions import AppendOnlyError
from shop_payments.models import LedgerEntry, Payment, PaymentState, ProviderEvent
from shop_payments.providers.base import Movement, MovementKind, Snapshot, SnapshotStatus
from shop_payments.providers.sandbox.models import SandboxSession, SessionState
from shop_payments.providers.sandbox.signatures import sign
from shop_payments.services.apply import apply
from shop_payments.services.events import process_events
from shop_payments.services.reconcile import reconcile
from shop_payments.signals import payment_verified

from .conftest import make_invoice, make_user, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    amounts = []

    def listen(sender, payment, amount, **kwargs):
        amounts.append(amount)

    payment_verified.connect(listen)
    yield amounts
    payment_verified.disconnect(listen)


def pay(payment):
    SandboxSession.objects.filter(public_id=payment.provider_ref).update(state=SessionState.PAID)


def notice_of(payment, event="evt_1"):
    return json.dumps({"id": event, "session": payment.provider_ref}).encode()


def post_notice(body, *, signature=None):
    headers = {"sandbox-signature": sign(body, timestamp=int(time.time())) if signature is None else signature}
    url = reverse("shop_payments_api:webhook", args=["sandbox"])
    client = Client(enforce_csrf_checks=True)
    return client.post(url, data=body, content_type="application/json", headers=headers).status_code


def snapshot_of(payment, status=SnapshotStatus.PAID, amount=None, object_id="ch_1"):
    paid = Movement(object_id=object_id, kind=MovementKind.CAPTURE, amount=amount or payment.amount)
    is_paid = status == SnapshotStatus.PAID
    return Snapshot(provider_ref=payment.provider_ref, status=status, movements=(paid,) if is_paid else ())


def heard(payment, *args, **kwargs):
    return apply(provider="sandbox", snapshot=snapshot_of(payment, *args, **kwargs))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s01_one_event_delivered_a_hundred_times_at_once_is_one_payment(told):
    payment = start(make_invoice())
    pay(payment)
    body = notice_of(payment)
    assert run_in_threads(lambda _: post_notice(body), range(100)) == [204] * 100
    payment.refresh_from_db()
    assert payment.is_verified
    assert ProviderEvent.objects.get().processed_at
    assert LedgerEntry.objects.count() == 1
    assert told == [Money(1250, "EUR")]


@pytest.mark.parametrize("order", list(permutations(["evt_a", "evt_b", "evt_c"])))
def test_s02_three_events_for_one_charge_are_one_capture(invoice, order):
    payment = start(invoice)
    pay(payment)
    for event in order:
        assert post_notice(notice_of(payment, event)) == 204
    process_events()
    assert payment.captured == payment.amount
    assert LedgerEntry.objects.count() == 1


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s03_the_notice_and_the_return_at_once_are_one_payment(told):
    payment = start(make_invoice())
    pay(payment)
    body, back = notice_of(payment), reverse("shop_payments:return", args=[payment.public_id])
    doors = [lambda: post_notice(body), lambda: Client().get(back).status_code] * 5
    assert run_in_threads(lambda door: door(), doors) == [204, 302] * 5
    payment.refresh_from_db()
    assert payment.is_verified
    assert LedgerEntry.objects.count() == 1
    assert len(told) == 1


def test_s04_a_notice_before_our_own_row_is_kept_and_applied_later(invoice):
    payment = start(invoice)
    pay(payment)
    Payment.objects.update(provider_ref="")
    assert post_notice(notice_of(payment)) == 204
    assert process_events() == 0
    event = ProviderEvent.objects.get()
    assert (event.processed_at, event.error) == (None, "unknown_payment")
    Payment.objects.update(provider_ref=payment.provider_ref)
    ProviderEvent.objects.update(next_attempt_at=timezone.now())
    assert process_events() == 1
    payment.refresh_from_db()
    assert payment.is_verified


def test_s05_older_news_after_newer_changes_nothing(invoice):
    payment = start(invoice)
    heard(payment)
    for status in (SnapshotStatus.DECLINED, SnapshotStatus.EXPIRED, SnapshotStatus.PENDING):
        assert heard(payment, status).is_verified


@pytest.mark.parametrize("status", [SnapshotStatus.DECLINED, SnapshotStatus.CANCELLED, SnapshotStatus.EXPIRED])
def test_s05_late_money_wins_over_an_ended_attempt(invoice, status):
    payment = start(invoice)
    assert heard(payment, status).can_be_tried_again
    assert heard(payment).is_verified


@pytest.mark.parametrize("amount", [Money(1, "EUR"), Money(1251, "EUR"), Money(1250, "USD")])
def test_s06_another_amount_or_currency_is_flagged_and_never_verified(invoice, told, amount):
    payment = heard(start(invoice), amount=amount)
    assert (payment.state, payment.needs_attention) == (PaymentState.MISMATCH, True)
    assert payment.entries.get().amount == amount
    assert told == []


def test_s06_the_same_charge_told_with_another_amount_is_flagged_not_overwritten(invoice):
    payment = start(invoice)
    heard(payment)
    assert heard(payment, amount=Money(1, "EUR")).needs_attention
    assert payment.entries.get().amount == payment.amount


def test_s07_a_price_sent_by_the_client_is_ignored(invoice, client):
    client.force_login(invoice.debtor)
    wish = {"kind": "invoice", "reference": invoice.number, "amount": "0.01", "total_amount": 1}
    answer = client.post(reverse("shop_payments_api:start"), wish, content_type="application/json")
    assert answer.status_code == 201
    assert answer.json()["payment"]["amount"] == {"amount": "12.50", "currency": "EUR"}
    assert answer.json()["redirect_url"].startswith("http://testserver/payments/sandbox/")


def test_s14_without_any_notice_the_reconcile_job_settles_the_payment(invoice):
    payment = start(invoice)
    pay(payment)
    Payment.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    assert reconcile().settled == 1
    payment.refresh_from_db()
    assert payment.is_verified


def test_s15_reconciling_twice_changes_nothing_and_tells_again(invoice, told, django_capture_on_commit_callbacks):
    heard(start(invoice))
    before = list(Payment.objects.values()), list(LedgerEntry.objects.values())
    with django_capture_on_commit_callbacks(execute=True):
        assert [reconcile().told_again, reconcile().told_again] == [1, 1]
    assert (list(Payment.objects.values()), list(LedgerEntry.objects.values())) == before
    assert len(told) == 2


@pytest.mark.parametrize("age", [301, -301])
def test_s16_a_stale_notice_is_refused(invoice, age):
    body = notice_of(start(invoice))
    assert post_notice(body, signature=sign(body, timestamp=int(time.time()) - age)) == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("signature", ["", "nonsense", "t=1", "v1=00", "t=x,v1=00", "t=9999999999999999999,v1=00"])
def test_s16_a_bad_signature_is_refused(invoice, signature):
    assert post_notice(notice_of(start(invoice)), signature=signature) == 400
    assert not ProviderEvent.objects.exists()


def test_s16_a_body_written_anew_is_refused(invoice):
    body = notice_of(start(invoice))
    signature = sign(body, timestamp=int(time.time()))
    assert post_notice(body.replace(b": ", b":"), signature=signature) == 400
    assert not ProviderEvent.objects.exists()


def test_s16_the_old_key_still_counts_while_keys_change_and_a_foreign_one_never(invoice, settings):
    body = notice_of(start(invoice))
    signature = sign(body, timestamp=int(time.time()))
    settings.SECRET_KEY = "the-new-one"
    assert post_notice(body, signature=signature) == 400
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    assert post_notice(body, signature=signature) == 204


def test_s17_two_attempts_that_are_both_paid_are_flagged(invoice):
    older = start(invoice)
    newer = start(invoice)
    heard(newer, object_id="ch_newer")
    late = heard(older, object_id="ch_older")
    assert late.is_verified
    assert (late.needs_attention, late.reason) == (True, "paid_twice")


def test_s19_a_stranger_finds_nothing_at_the_return_address(invoice, client):
    payment = start(invoice, user=invoice.debtor)
    pay(payment)
    client.force_login(make_user("stranger"))
    for name in ("payment", "return"):
        assert client.get(reverse(f"shop_payments:{name}", args=[payment.public_id])).status_code == 404
    payment.refresh_from_db()
    assert payment.state == PaymentState.PENDING


def test_s19_what_the_return_address_says_settles_nothing(invoice, client):
    payment = start(invoice)
    client.get(reverse("shop_payments:return", args=[payment.public_id]), {"Status": "OK"})
    payment.refresh_from_db()
    assert payment.state == PaymentState.PENDING


def test_s22_the_ledger_is_neither_changed_nor_deleted(invoice):
    entry = heard(start(invoice)).entries.get()
    rows = LedgerEntry.objects.all()
    for attempt in (entry.save, entry.delete, rows.delete, lambda: rows.update(moved_amount=1)):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_s23_a_receiver_that_fails_does_not_undo_the_money(invoice, django_capture_on_commit_callbacks):
    def fail(**kwargs):
        raise OSError("the mail server is down")

    payment = start(invoice)
    payment_verified.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            heard(payment)
    finally:
        payment_verified.disconnect(fail)
    payment.refresh_from_db()
    assert (payment.is_verified, payment.entries.count()) == (True, 1)

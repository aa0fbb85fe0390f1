import json
import time
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.checks import run_checks
from django.core.management import call_command
from django.urls import reverse

from shop_payments.models import Payment, PaymentState, ProviderEvent
from shop_payments.providers.sandbox.models import SandboxSession, SessionState
from shop_payments.providers.sandbox.provider import SandboxProvider
from shop_payments.providers.sandbox.sessions import deliver_notice
from shop_payments.providers.sandbox.signatures import HEADER, sign
from shop_payments.testing import ProviderContract, make_payment

from .conftest import make_invoice, make_staff, start

pytestmark = pytest.mark.django_db


class TestSandbox(ProviderContract):
    def make_provider(self):
        return SandboxProvider()

    def approve(self, provider_ref):
        SandboxSession.objects.filter(public_id=provider_ref).update(state=SessionState.PAID)

    def decline(self, provider_ref):
        SandboxSession.objects.filter(public_id=provider_ref).update(state=SessionState.DECLINED)

    def make_notice(self, provider_ref):
        body = json.dumps({"id": "evt_1", "session": provider_ref}).encode()
        return body, {HEADER: sign(body, timestamp=int(time.time()))}


def choose(client, payment, outcome):
    page = reverse("shop_payments_sandbox:session", args=[payment.provider_ref])
    assert b"Approve" in client.get(page).content
    back = client.post(page, {"outcome": outcome})
    return client.get(back.url.removeprefix("https://shop.example"))


def test_an_approved_buyer_ends_at_the_return_address(invoice, client):
    assert choose(client, start(invoice), "approve").url == "/invoices/"


def test_a_declined_buyer_can_try_again(invoice, client):
    payment = start(invoice)
    answer = choose(client, payment, "decline")
    assert answer.url == payment.get_absolute_url()
    assert b"declined" in client.get(answer.url).content
    again = client.post(reverse("shop_payments:retry", args=[payment.public_id]))
    assert again.url == Payment.objects.get(state=PaymentState.PENDING).redirect_url


def test_a_pending_page_polls_and_answers_htmx_with_a_part(invoice, client):
    payment = start(invoice)
    assert b"hx-trigger" in client.get(payment.get_absolute_url()).content
    assert b"<html" not in client.get(payment.get_absolute_url(), headers={"HX-Request": "true"}).content


@pytest.mark.django_db(transaction=True)
def test_the_notice_travels_over_http(live_server):
    payment = start(make_invoice(), base_url=live_server.url)
    SandboxSession.objects.update(state=SessionState.PAID)
    deliver_notice(SandboxSession.objects.get().pk)
    payment.refresh_from_db()
    assert payment.is_verified
    assert ProviderEvent.objects.get().processed_at


def test_the_sandbox_refuses_where_it_is_not_allowed(invoice, client, settings):
    payment = start(invoice)
    settings.SHOP_PAYMENTS = {"SANDBOX_ALLOWED": False}
    assert client.get(payment.redirect_url.removeprefix("https://shop.example")).status_code == 404
    body = b"{}"
    url = reverse("shop_payments_api:webhook", args=["sandbox"])
    assert client.post(url, body, content_type="application/json").status_code == 502


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ([], "shop_payments.E001"),
        ({"PAYABLE": {}}, "shop_payments.E002"),
        ({"SESSION_LIFETIME": 30}, "shop_payments.E003"),
        ({"PAYABLES": {"order": "no.such.Class"}}, "shop_payments.E004"),
        ({"PROVIDERS": {"x": "datetime.date"}}, "shop_payments.E005"),
        ({"DEFAULT_PROVIDER": "stripe", "SANDBOX_ALLOWED": True}, "shop_payments.E006"),
        ({}, "shop_payments.E009"),
    ],
)
def test_a_wrong_setting_is_named_at_start_up(settings, setting, fault):
    settings.SHOP_PAYMENTS = setting
    assert [message.id for message in run_checks()] == [fault]


def test_the_settings_of_the_tests_are_sound():
    assert run_checks() == []


def test_the_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_the_schema_is_generated_without_warnings():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


@pytest.mark.parametrize("rows", [1, 20, 100])
def test_the_admin_list_costs_as_much_for_many(client, rows, django_assert_max_num_queries):
    client.force_login(make_staff("view_payment"))
    for _ in range(rows):
        make_payment()
    with django_assert_max_num_queries(12):
        assert client.get(reverse("admin:shop_payments_payment_changelist")).status_code == 200


def test_the_admin_shows_a_payment_and_changes_nothing(invoice, client):
    staff = make_staff()
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="shop_payments"))
    client.force_login(staff)
    page = reverse("admin:shop_payments_payment_change", args=[start(invoice).pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403


def test_the_api_tells_how_a_payment_stands(invoice, client):
    url = reverse("shop_payments_api:payment", args=[start(invoice).public_id])
    assert client.get(url).json()["state"] == "pending"


def test_the_api_starts_nothing_for_a_guest(invoice, client):
    wish = {"kind": "invoice", "reference": invoice.number}
    assert client.post(reverse("shop_payments_api:start"), wish).status_code in (401, 403)

import pytest
from tests.conftest import make_user, start
from tests.testapp.payables import InvoicePayables

from shop_core.testing.contracts import PayableSourceContract, PaymentStarterContract, PersonalDataContract
from shop_payments.exceptions import AlreadyPaidError, OutcomeUnknownError, RetryableError
from shop_payments.models import CallOutcome, Payment, PaymentState
from shop_payments.personal_data import PaymentPersonalData
from shop_payments.providers.sandbox.models import SandboxSession, SessionState
from shop_payments.providers.sandbox.provider import SandboxProvider
from shop_payments.starter import SubjectPaymentStarter

from .conftest import make_invoice

pytestmark = pytest.mark.django_db


class TestStarter(PaymentStarterContract):
    def make_starter(self):
        return SubjectPaymentStarter()

    def make_owed(self):
        return "invoice", make_invoice().number


class TestInvoicePayables(PayableSourceContract):
    def make_source(self):
        return InvoicePayables()

    def make_owed(self):
        invoice = make_invoice()
        return invoice.debtor, invoice.number

    def make_stranger(self):
        return make_user()


class TestPersonalData(PersonalDataContract):
    def make_personal_data(self):
        return PaymentPersonalData()

    def make_person(self):
        invoice = make_invoice()
        start(invoice, user=invoice.debtor)
        return invoice.debtor


def test_a_started_payment_is_pending_and_knows_where_to_go(invoice):
    payment = start(invoice)
    assert payment.state == PaymentState.PENDING
    assert payment.redirect_url == f"https://shop.example/payments/sandbox/{payment.provider_ref}/"
    assert list(Payment.objects.for_subject(invoice)) == [payment]
    assert payment.subject == invoice
    assert payment.payer.email == invoice.debtor.email_address


def test_the_call_is_on_record_with_its_outcome(invoice):
    call = start(invoice).calls.get()
    assert (call.operation, call.outcome) == ("start", CallOutcome.SUCCEEDED)


def test_s17_an_older_open_session_is_expired_first(invoice):
    older, newer = start(invoice), start(invoice)
    older.refresh_from_db()
    assert (older.state, newer.state) == (PaymentState.EXPIRED, PaymentState.PENDING)
    assert SandboxSession.objects.get(public_id=older.provider_ref).state == SessionState.EXPIRED


def test_s17_an_older_session_that_was_paid_meanwhile_is_taken(invoice):
    older = start(invoice)
    SandboxSession.objects.update(state=SessionState.PAID)
    with pytest.raises(AlreadyPaidError):
        start(invoice)
    older.refresh_from_db()
    assert older.is_verified
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("failure", "state", "outcome"),
    [
        (RetryableError(), PaymentState.FAILED, CallOutcome.UNREACHABLE),
        (OutcomeUnknownError(), PaymentState.UNKNOWN, CallOutcome.UNKNOWN),
        (ConnectionError("no answer"), PaymentState.UNKNOWN, CallOutcome.UNKNOWN),
    ],
)
def test_an_unreachable_provider_leaves_the_thing_payable(invoice, monkeypatch, failure, state, outcome):
    def fail(self, request):
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(SandboxProvider, "start", fail)
        with pytest.raises((RetryableError, OutcomeUnknownError)) as refusal:
            start(invoice)
    assert refusal.value.status == 502
    payment = Payment.objects.get()
    assert (payment.state, payment.calls.get().outcome) == (state, outcome)
    assert start(invoice).state == PaymentState.PENDING


@pytest.mark.django_db(transaction=True)
def test_no_payment_is_started_inside_a_transaction():
    from django.db import transaction

    invoice = make_invoice()
    with pytest.raises(RuntimeError), transaction.atomic():
        start(invoice)


def test_erasing_a_person_keeps_the_payment_and_forgets_the_payer(invoice):
    payment = start(invoice, user=invoice.debtor)
    PaymentPersonalData().erase(invoice.debtor)
    payment.refresh_from_db()
    assert payment.user is None
    assert not hasattr(Payment.objects.get(), "payer")

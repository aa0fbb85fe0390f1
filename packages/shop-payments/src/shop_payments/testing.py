"""For the tests of projects and of providers: factories, and what every `Provider` must do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from shop_core.contracts import Payable
from shop_core.money import Money

from .exceptions import BadNoticeError, UnknownPaymentError
from .models import Payment
from .providers.base import Capabilities, MovementKind, Provider, SnapshotStatus, StartRequest


def make_payable(**fields: Any) -> Payable:
    """Return something that is owed."""
    facts = {
        "subject": None,
        "reference": uuid4().hex[:12],
        "amount": Money(1250, "EUR"),
        "description": "A thing",
        "payer_email": "payer@example.com",
        "return_url": "",
    }
    return Payable(**{**facts, **fields})


def make_payment(**fields: Any) -> Payment:
    """Write a payment down as it might stand, without asking a provider."""
    facts = {
        "provider": "sandbox",
        "kind": "thing",
        "reference": uuid4().hex[:12],
        "total_amount": 1250,
        "currency": "EUR",
        "base_url": "https://shop.example",
        "expires_at": timezone.now() + timedelta(minutes=30),
    }
    payment: Payment = Payment.objects.create(**{**facts, **fields})
    return payment


def make_start_request(**fields: Any) -> StartRequest:
    """Return a request as the start service makes it."""
    facts = {
        "payment_id": str(uuid4()),
        "idempotency_key": uuid4().hex,
        "amount": Money(1250, "EUR"),
        "description": "A thing",
        "payer_email": "payer@example.com",
        "return_url": "https://shop.example/back/",
        "webhook_url": "https://shop.example/webhook/",
        "expires_at": timezone.now() + timedelta(minutes=30),
    }
    return StartRequest(**{**facts, **fields})


class ProviderContract:
    """What every `Provider` must do.

    Provide ``make_provider()``; ``approve(provider_ref)`` and ``decline(provider_ref)``, which do what the buyer does on the provider's page;
    and ``make_notice(provider_ref)``: the body and the headers (lower case) of a notice that the provider sends about the session.
    """

    def make_provider(self) -> Provider:
        raise NotImplementedError

    def approve(self, provider_ref: str) -> None:
        raise NotImplementedError

    def decline(self, provider_ref: str) -> None:
        raise NotImplementedError

    def make_notice(self, provider_ref: str) -> tuple[bytes, dict[str, str]]:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_it_says_what_it_can(self) -> None:
        assert isinstance(self.make_provider().capabilities, Capabilities)

    @pytest.mark.django_db
    def test_a_started_session_has_a_page_and_is_pending(self) -> None:
        session = self.make_provider().start(make_start_request())
        assert session.redirect_url.startswith(("https://", "http://"))
        assert session.expires_at > timezone.now()
        snapshot = self.make_provider().fetch(session.provider_ref)
        assert (snapshot.provider_ref, snapshot.status) == (session.provider_ref, SnapshotStatus.PENDING)
        assert snapshot.movements == ()

    @pytest.mark.django_db
    def test_the_same_key_starts_the_same_session(self) -> None:
        request = make_start_request()
        assert self.make_provider().start(request) == self.make_provider().start(request)

    @pytest.mark.django_db
    @pytest.mark.parametrize("amount", [Money(1250, "EUR"), Money(500, "JPY"), Money(1234, "KWD")])
    def test_an_approved_session_has_captured_exactly_what_was_asked(self, amount: Money) -> None:
        provider = self.make_provider()
        currencies = provider.capabilities.currencies
        if currencies is not None and amount.currency not in currencies:
            pytest.skip(f"The provider does not charge {amount.currency}.")
        session = provider.start(make_start_request(amount=amount))
        self.approve(session.provider_ref)
        snapshot = provider.fetch(session.provider_ref)
        assert snapshot.status == SnapshotStatus.PAID
        assert [(one.kind, one.amount) for one in snapshot.movements] == [(MovementKind.CAPTURE, amount)]
        assert provider.fetch(session.provider_ref) == snapshot

    @pytest.mark.django_db
    def test_a_declined_session_moved_nothing(self) -> None:
        session = self.make_provider().start(make_start_request())
        self.decline(session.provider_ref)
        snapshot = self.make_provider().fetch(session.provider_ref)
        assert (snapshot.status, snapshot.movements) == (SnapshotStatus.DECLINED, ())

    @pytest.mark.django_db
    def test_an_expired_session_takes_no_money(self) -> None:
        session = self.make_provider().start(make_start_request())
        assert self.make_provider().expire(session.provider_ref).status == SnapshotStatus.EXPIRED
        assert self.make_provider().expire(session.provider_ref).status == SnapshotStatus.EXPIRED

    @pytest.mark.django_db
    def test_expiring_a_paid_session_tells_that_it_is_paid(self) -> None:
        session = self.make_provider().start(make_start_request())
        self.approve(session.provider_ref)
        assert self.make_provider().expire(session.provider_ref).status == SnapshotStatus.PAID

    @pytest.mark.django_db
    def test_an_unknown_reference_is_refused(self) -> None:
        with pytest.raises(UnknownPaymentError):
            self.make_provider().fetch("no such thing")

    @pytest.mark.django_db
    def test_a_notice_names_its_session_and_only_the_exact_bytes_count(self) -> None:
        provider = self.make_provider()
        session = provider.start(make_start_request())
        self.approve(session.provider_ref)
        body, headers = self.make_notice(session.provider_ref)
        notice = provider.read_notice(body, headers)
        assert notice.provider_ref == session.provider_ref
        assert notice.event_id
        with pytest.raises(BadNoticeError):
            provider.read_notice(body + b" ", headers)
        with pytest.raises(BadNoticeError):
            provider.read_notice(body, {})

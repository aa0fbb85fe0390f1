"""What a provider is asked and what it answers: small frozen values, and the errors of `shop_payments.exceptions`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shop_core.money import Money


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a provider can do."""

    currencies: frozenset[str] | None = None
    """The currencies that it charges; None: any."""
    sends_notices: bool = True
    """Whether it calls the webhook; else only the return and the reconcile job ask it."""


@dataclass(frozen=True, kw_only=True)
class StartRequest:
    """What is to be paid, and where the payer and the notices go."""

    payment_id: str
    idempotency_key: str
    """The same key starts the same session, however often it is asked."""
    amount: Money
    description: str
    payer_email: str
    return_url: str
    webhook_url: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Session:
    """A started payment at the provider's."""

    provider_ref: str
    redirect_url: str
    """Where the payer pays."""
    expires_at: datetime


class SnapshotStatus(StrEnum):
    """How a payment stands at the provider's."""

    PENDING = "pending"
    ACTION_REQUIRED = "action_required"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class MovementKind(StrEnum):
    """How money moves."""

    CAPTURE = "capture"
    REFUND = "refund"


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Money that has moved at the provider's, under the provider's own id."""

    object_id: str
    kind: MovementKind
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """All that the provider knows of one payment at one moment."""

    provider_ref: str
    status: SnapshotStatus
    movements: tuple[Movement, ...] = ()
    """Every movement so far, not only the latest."""
    reason: str = ""
    """Why it was declined or cancelled, as a code."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A proved notice: it says which payment to look at, and nothing else of it is trusted."""

    event_id: str
    provider_ref: str


class Provider(Protocol):
    """A gateway. Every call may raise a `ProviderError`; none is made inside a transaction."""

    capabilities: Capabilities

    def start(self, request: StartRequest) -> Session:
        """Open a session in which the payer pays; the same key gives the same session."""
        ...

    def fetch(self, provider_ref: str) -> Snapshot:
        """Return how the payment stands now.

        :raises UnknownPaymentError: the provider does not know the reference.
        """
        ...

    def expire(self, provider_ref: str) -> Snapshot:
        """Close the session if it is open, so that nobody pays in it any more, and return how the payment stands then."""
        ...

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Prove by the raw bytes that the provider wrote the notice, and read it; header names are in lower case.

        :raises BadNoticeError: it is forged, stale or malformed.
        """
        ...

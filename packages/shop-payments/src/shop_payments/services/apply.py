"""The one door through which a provider's word changes a payment: for the return, the notice and the reconcile job alike."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from ..exceptions import UnknownPaymentError
from ..models import EntryKind, LedgerEntry, Payment, PaymentState
from ..providers.base import Movement, Snapshot, SnapshotStatus
from ..providers.registry import get_provider
from .states import move

logger = logging.getLogger(__name__)

STATES = {
    SnapshotStatus.PENDING: PaymentState.PENDING,
    SnapshotStatus.ACTION_REQUIRED: PaymentState.ACTION_REQUIRED,
    SnapshotStatus.DECLINED: PaymentState.FAILED,
    SnapshotStatus.CANCELLED: PaymentState.CANCELLED,
    SnapshotStatus.EXPIRED: PaymentState.EXPIRED,
}


@transaction.atomic
def apply(*, provider: str, snapshot: Snapshot) -> Payment:
    """Bring the payment to where the provider says it is; told twice, or by two at once, done once.

    :raises UnknownPaymentError: no payment has the provider's reference (yet).
    """
    payment = _lock(provider, snapshot.provider_ref)
    agreements = [_record(payment, movement) for movement in snapshot.movements]
    if not all(agreements):
        _flag(payment, "ledger_conflict")
    if snapshot.status == SnapshotStatus.PAID:
        _settle(payment)
    else:
        move(payment, STATES[snapshot.status], reason=snapshot.reason)
    return payment


def refresh(payment: Payment) -> Payment:
    """Ask the provider how the payment stands, outside any transaction, and apply it; one without a reference stays.

    :raises ProviderError: the provider does not answer.
    """
    if not payment.provider_ref:
        return payment
    snapshot = get_provider(payment.provider).fetch(payment.provider_ref)
    return apply(provider=payment.provider, snapshot=snapshot)


def _lock(provider: str, provider_ref: str) -> Payment:
    """Write first: this takes the row's lock on PostgreSQL, and the database's on SQLite."""
    chosen = Payment.objects.filter(provider=provider, provider_ref=provider_ref)
    if not provider_ref or not chosen.update(updated_at=timezone.now()):
        raise UnknownPaymentError
    payment: Payment = chosen.get()
    return payment


def _record(payment: Payment, movement: Movement) -> bool:
    """Write what moved, once; False where the same id stands there with other facts."""
    entry = LedgerEntry(
        payment=payment,
        provider=payment.provider,
        provider_object_id=movement.object_id,
        kind=EntryKind(movement.kind.value),
    )
    entry.amount = movement.amount
    LedgerEntry.objects.bulk_create([entry], ignore_conflicts=True)
    kept = LedgerEntry.objects.get(provider=entry.provider, provider_object_id=movement.object_id, kind=entry.kind)
    return kept.payment_id == payment.pk and kept.amount == movement.amount


def _settle(payment: Payment) -> None:
    captures = list(payment.entries.filter(kind=EntryKind.CAPTURE))
    is_exact = all(entry.currency == payment.currency for entry in captures) and payment.captured == payment.amount
    if is_exact:
        if move(payment, PaymentState.VERIFIED) and _was_paid_before(payment):
            _flag(payment, "paid_twice")
    elif not move(payment, PaymentState.MISMATCH, reason="wrong_amount"):
        _flag(payment, "wrong_amount")


def _was_paid_before(payment: Payment) -> bool:
    others = Payment.objects.filter(kind=payment.kind, reference=payment.reference, state=PaymentState.VERIFIED)
    return bool(others.exclude(pk=payment.pk).exists())


def _flag(payment: Payment, reason: str) -> None:
    """Lay the payment before the staff, and leave its state."""
    if Payment.objects.filter(pk=payment.pk, needs_attention=False).update(needs_attention=True, reason=reason):
        payment.refresh_from_db()
        logger.error("Payment %s needs attention: %s.", payment.public_id, reason)

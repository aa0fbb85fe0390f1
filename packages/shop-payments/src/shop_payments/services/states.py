"""How a payment moves from one state to another: by a conditional update, told after commit."""

from __future__ import annotations

import logging
from typing import Any

from django.utils import timezone

from shop_core.signals import send_after_commit

from ..models import Payment, PaymentState
from ..models.payments import ENDED, MOVES
from ..signals import payment_failed, payment_verified

logger = logging.getLogger(__name__)


def move(payment: Payment, to: PaymentState, **changes: Any) -> bool:
    """Move the payment if the table of moves allows it from where it stands in the database; tell whether it moved."""
    before = [state for state, following in MOVES.items() if to in following]
    now = timezone.now()
    if to == PaymentState.VERIFIED:
        changes = {"reason": "", "verified_at": now, **changes}
    elif to == PaymentState.MISMATCH:
        changes = {"needs_attention": True, **changes}
    moved = Payment.objects.filter(pk=payment.pk, state__in=before).update(state=to, updated_at=now, **changes)
    if moved:
        payment.refresh_from_db()
        _tell(payment)
    return bool(moved)


def _tell(payment: Payment) -> None:
    if payment.state == PaymentState.VERIFIED:
        send_after_commit(payment_verified, sender=Payment, payment=payment, amount=payment.amount)
    elif payment.state in ENDED:
        send_after_commit(payment_failed, sender=Payment, payment=payment, reason=payment.reason)
    elif payment.state == PaymentState.MISMATCH:
        logger.error("Payment %s: what arrived is not what was asked for.", payment.public_id)

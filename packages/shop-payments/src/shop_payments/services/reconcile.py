"""What heals missed notices, killed workers and lost signals."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.utils import timezone

from shop_core.exceptions import ShopError
from shop_core.signals import send_after_commit

from ..conf import conf
from ..models import Payment, PaymentState
from ..models.payments import OPEN
from ..signals import payment_verified
from .apply import refresh
from .states import move

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """What a run has done."""

    settled: int
    """Payments that are open no more."""
    unanswered: int
    """Payments that their provider could not be asked about."""
    told_again: int
    """Verified payments that were told of again."""


def reconcile() -> Reconciliation:
    """Ask the providers about every payment that has been silent, and tell again of money that arrived lately."""
    settled = unanswered = 0
    silent = Payment.objects.filter(
        state__in=[*OPEN, PaymentState.UNKNOWN], updated_at__lt=timezone.now() - conf.options.RECONCILE_AFTER
    )
    for payment in silent.order_by("pk").iterator(chunk_size=500):
        try:
            settled += _settle(payment)
        except ShopError as error:
            unanswered += 1
            logger.warning("Payment %s could not be looked up: %s.", payment.public_id, error.code)
    return Reconciliation(settled=settled, unanswered=unanswered, told_again=_tell_again())


def _settle(payment: Payment) -> bool:
    if payment.provider_ref:
        return refresh(payment).state not in (*OPEN, PaymentState.UNKNOWN)
    is_over = payment.expires_at is not None and payment.expires_at < timezone.now()
    return is_over and move(payment, PaymentState.EXPIRED, reason="never_opened")


def _tell_again() -> int:
    """Send ``payment_verified`` for recent money, in case the process died between the commit and the signal."""
    since = timezone.now() - conf.options.RESEND_WINDOW
    recent = Payment.objects.filter(state=PaymentState.VERIFIED, verified_at__gte=since).order_by("pk")
    told = 0
    for payment in recent.iterator(chunk_size=500):
        send_after_commit(payment_verified, sender=Payment, payment=payment, amount=payment.amount)
        told += 1
    return told

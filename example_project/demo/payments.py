"""The payments of the demo's orders, at the sandbox."""

from __future__ import annotations

from datetime import datetime

from shop_orders.models import Order
from shop_payments.hooks import resolve_payable
from shop_payments.models import LedgerEntry, Payment, ProviderCall
from shop_payments.providers.sandbox.models import SandboxSession, SessionState
from shop_payments.services.apply import refresh
from shop_payments.services.start import start_payment

PROVIDER = "sandbox"
SHOP = "http://localhost:8000"
"""Where the buyers would have come back to."""


def pay(order: Order, *, at: datetime) -> None:
    """Pay an order as its buyer did: approved at the sandbox, and looked up by the shop on the return.

    The sandbox sends no notice of it, since nobody would answer it here.
    """
    payable = resolve_payable(kind="order", reference=order.number, user=None)
    payment = start_payment(payable=payable, kind="order", provider=PROVIDER, base_url=SHOP, user=order.user)
    SandboxSession.objects.filter(public_id=payment.provider_ref).update(state=SessionState.PAID)
    _date_back(refresh(payment), to=at)


def _date_back(payment: Payment, *, to: datetime) -> None:
    Payment.objects.filter(pk=payment.pk).update(created_at=to, updated_at=to, verified_at=to, expires_at=to)
    ProviderCall.objects.filter(payment=payment).update(started_at=to, finished_at=to)
    SandboxSession.objects.filter(public_id=payment.provider_ref).update(created_at=to, expires_at=to)
    entries = LedgerEntry._base_manager.filter(payment=payment)  # the ledger's own manager lets nobody change a row
    entries.update(recorded_at=to)

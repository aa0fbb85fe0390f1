"""How a payment is started: one open attempt for one thing, and no transaction while the provider is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from shop_core.contracts import Payable

from ..conf import conf
from ..exceptions import (
    AlreadyPaidError,
    CurrencyNotOfferedError,
    OutcomeUnknownError,
    ProviderError,
    SupersededError,
)
from ..models import Operation, Payer, Payment, PaymentState, ProviderCall
from ..models.payments import SETTLED
from ..providers.base import Provider, Session, StartRequest
from ..providers.registry import get_provider
from .apply import apply
from .calls import make_call, open_call
from .states import move

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def start_payment(
    *,
    payable: Payable,
    kind: str,
    base_url: str,
    provider: str = "",
    user: AbstractBaseUser | None = None,
    return_url: str = "",
) -> Payment:
    """Start an attempt to pay; its ``redirect_url`` says where the buyer goes. An older open attempt is closed first.

    :param base_url: the shop's own address, to which the provider sends the buyer and its notices.
    :param provider: an alias; the default one where it is left out.
    :param return_url: where the buyer ends up; the payable's own where it is left out.
    :raises AlreadyPaidError: money has arrived by an earlier attempt.
    :raises CurrencyNotOfferedError: the provider cannot charge it.
    :raises SupersededError: somebody started another attempt meanwhile.
    :raises ProviderError: the provider cannot be used; the thing stays payable.
    """
    alias = provider or conf.options.DEFAULT_PROVIDER
    gateway = get_provider(alias)
    currencies = gateway.capabilities.currencies
    if currencies is not None and payable.amount.currency not in currencies:
        raise CurrencyNotOfferedError
    close_open_attempts(kind=kind, reference=payable.reference)
    payment = Payment(
        provider=alias,
        user_id=user.pk if user else None,
        kind=kind,
        reference=payable.reference,
        description=payable.description[:200],
        base_url=base_url,
        return_url=return_url or payable.return_url,
        expires_at=timezone.now() + conf.options.SESSION_LIFETIME,
    )
    payment.amount = payable.amount
    call = _create(payment, payable)
    return _open_session(payment, call, gateway, payable.payer_email)


def close_open_attempts(*, kind: str, reference: str) -> None:
    """Close what is open for the thing, so that it is not paid twice.

    :raises AlreadyPaidError: money has arrived in it meanwhile.
    :raises ProviderError: a session may be open, and its provider cannot be reached.
    """
    for payment in Payment.objects.filter(kind=kind, reference=reference).open():
        if close_attempt(payment).state in SETTLED:
            raise AlreadyPaidError


def close_attempt(payment: Payment) -> Payment:
    """Close the session of an open payment; what was paid in it meanwhile is taken.

    :raises ProviderError: the provider cannot be reached.
    """
    if not payment.provider_ref:
        move(payment, PaymentState.EXPIRED, reason="superseded")
        return payment
    gateway = get_provider(payment.provider)
    call = open_call(payment, Operation.EXPIRE)
    snapshot = make_call(call, lambda: gateway.expire(payment.provider_ref))
    return apply(provider=payment.provider, snapshot=snapshot)


def _create(payment: Payment, payable: Payable) -> ProviderCall:
    """Commit the payment and the intent to start it; the database lets only one open attempt be."""
    if payable.subject is not None:
        payment.subject_type = ContentType.objects.get_for_model(payable.subject)
        payment.subject_id = str(payable.subject.pk)
    try:
        with transaction.atomic(durable=True):
            payment.save()
            if payable.payer_email:
                Payer.objects.create(payment=payment, email=payable.payer_email)
            return open_call(payment, Operation.START)
    except IntegrityError as error:
        raise SupersededError from error


def _open_session(payment: Payment, call: ProviderCall, gateway: Provider, payer_email: str) -> Payment:
    request = StartRequest(
        payment_id=str(payment.public_id),
        idempotency_key=payment.idempotency_key,
        amount=payment.amount,
        description=payment.description,
        payer_email=payer_email,
        return_url=urljoin(payment.base_url, reverse("shop_payments:return", args=[payment.public_id])),
        webhook_url=urljoin(payment.base_url, reverse("shop_payments_api:webhook", args=[payment.provider])),
        expires_at=payment.expires_at or timezone.now(),
    )
    try:
        session = make_call(call, lambda: gateway.start(request))
    except OutcomeUnknownError as error:
        move(payment, PaymentState.UNKNOWN, reason=error.code)
        raise
    except ProviderError as error:
        move(payment, PaymentState.FAILED, reason=error.code)
        raise
    return _accept(payment, session, gateway)


def _accept(payment: Payment, session: Session, gateway: Provider) -> Payment:
    """Keep the session, unless another attempt has closed this one while the provider was asked."""
    accepted = move(
        payment,
        PaymentState.PENDING,
        provider_ref=session.provider_ref,
        redirect_url=session.redirect_url,
        expires_at=session.expires_at,
    )
    if not accepted:
        Payment.objects.filter(pk=payment.pk, provider_ref="").update(provider_ref=session.provider_ref)
        call = open_call(payment, Operation.EXPIRE)
        make_call(call, lambda: gateway.expire(session.provider_ref))
        raise SupersededError
    return payment

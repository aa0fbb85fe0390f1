"""How a provider is asked to change something: the intent is committed before the call, its outcome after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from ..exceptions import OutcomeUnknownError, ProviderError, RetryableError
from ..models import CallOutcome, Operation, Payment, ProviderCall

AnswerT = TypeVar("AnswerT")


def open_call(payment: Payment, operation: Operation) -> ProviderCall:
    """Write down what the provider is about to be asked."""
    return ProviderCall.objects.create(payment=payment, operation=operation, idempotency_key=payment.idempotency_key)


def make_call(call: ProviderCall, ask: Callable[[], AnswerT]) -> AnswerT:
    """Ask, and write down how it ended.

    :raises ProviderError: as the provider did; anything else that it raises is an unknown outcome.
    :raises RuntimeError: a transaction is open, so the intent is not on record yet.
    """
    with transaction.atomic(durable=True):
        pass
    try:
        answer = ask()
    except ProviderError as error:
        _close(call, _outcome(error), error.code)
        raise
    except Exception as error:
        _close(call, CallOutcome.UNKNOWN, type(error).__name__)
        raise OutcomeUnknownError from error
    _close(call, CallOutcome.SUCCEEDED)
    return answer


def _outcome(error: ProviderError) -> CallOutcome:
    if isinstance(error, OutcomeUnknownError):
        return CallOutcome.UNKNOWN
    return CallOutcome.UNREACHABLE if isinstance(error, RetryableError) else CallOutcome.REFUSED


def _close(call: ProviderCall, outcome: CallOutcome, error: str = "") -> None:
    call.outcome, call.error, call.finished_at = outcome, error[:64], timezone.now()
    call.save(update_fields=["outcome", "error", "finished_at"])

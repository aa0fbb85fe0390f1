"""What providers tell by themselves: proved, kept, answered, and only then applied."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from shop_core.exceptions import ShopError
from shop_core.tasks import queue_after_commit

from ..models import ProviderEvent
from ..providers.registry import get_provider
from ..tasks import process_provider_event
from .apply import apply

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def receive_notice(*, provider: str, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
    """Prove a notice by its raw bytes and keep it, once; a task applies it.

    :raises UnknownProviderError: no provider goes by that alias.
    :raises BadNoticeError: the provider did not write it; nothing is kept.
    """
    notice = get_provider(provider).read_notice(body, headers)
    event = ProviderEvent(provider=provider, event_id=notice.event_id, provider_ref=notice.provider_ref, body=body)
    with transaction.atomic():
        ProviderEvent.objects.bulk_create([event], ignore_conflicts=True)
        kept: ProviderEvent = ProviderEvent.objects.get(provider=provider, event_id=notice.event_id)
        if kept.processed_at is None:
            queue_after_commit(process_provider_event, kept.pk)
    return kept


def process_event(*, event_id: int) -> bool:
    """Apply a kept notice, if nobody does so just now; tell whether it was applied.

    The payment may not be on record yet, or the provider may not answer: then the notice is tried later, ever more rarely.
    """
    now = timezone.now()
    due = ProviderEvent.objects.due(now).filter(pk=event_id)
    if not due.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE):
        return False
    event = ProviderEvent.objects.get(pk=event_id)
    try:
        snapshot = get_provider(event.provider).fetch(event.provider_ref)
        event.payment = apply(provider=event.provider, snapshot=snapshot)
    except ShopError as error:
        _put_off(event, error)
        return False
    event.processed_at, event.error = timezone.now(), ""
    event.save(update_fields=["payment", "processed_at", "error"])
    return True


def process_events() -> int:
    """Apply every kept notice that is due; return how many could be."""
    due = ProviderEvent.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True)
    return sum(process_event(event_id=pk) for pk in list(due))


def _put_off(event: ProviderEvent, error: ShopError) -> None:
    event.error = error.code
    event.next_attempt_at = timezone.now() + min(LEASE * 2 ** min(event.attempts, 10), LONGEST_WAIT)
    event.save(update_fields=["error", "next_attempt_at"])
    logger.warning("Notice %s waits: %s.", event, error.code)

"""The jobs of shop-payments; each is also a management command, or belongs to a service."""

from celery import shared_task


@shared_task
def process_provider_event(event_id: int) -> bool:
    """Apply one kept notice."""
    from .services.events import process_event

    return process_event(event_id=event_id)


@shared_task
def process_provider_events() -> int:
    """Apply every kept notice that is due."""
    from .services.events import process_events

    return process_events()


@shared_task
def reconcile_payments() -> None:
    """Ask the providers about silent payments, and tell again of recent money."""
    from .services.reconcile import reconcile

    reconcile()

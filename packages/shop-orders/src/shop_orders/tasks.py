"""The jobs of shop-orders; each is also a management command, or belongs to a service."""

from typing import Any

from celery import shared_task


@shared_task(bind=True, max_retries=6)
def mail_about_order(self: Any, event_id: int, occasion: str, seller_ref: str = "") -> None:
    """Mail the customer, or a seller, about an event; a server that takes nothing is tried again for half an hour."""
    from .services.mails import NOT_TAKEN, send_order_mail

    try:
        send_order_mail(event_id=event_id, occasion=occasion, seller_ref=seller_ref)
    except NOT_TAKEN as error:
        raise self.retry(exc=error, countdown=30 * 2**self.request.retries) from error


@shared_task
def expire_orders() -> int:
    """Cancel the orders that were not paid in time."""
    from .services.expiry import expire_orders

    return expire_orders()

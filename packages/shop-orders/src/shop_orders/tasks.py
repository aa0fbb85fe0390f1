"""The jobs of shop-orders; each is also a management command, or belongs to a service."""

from celery import shared_task


@shared_task
def mail_order(order_id: int, occasion: str) -> None:
    """Mail the customer what has happened to the order."""
    from .services.mails import send_order_mail

    send_order_mail(order_id=order_id, occasion=occasion)


@shared_task
def expire_orders() -> int:
    """Cancel the orders that were not paid in time."""
    from .services.expiry import expire_orders

    return expire_orders()

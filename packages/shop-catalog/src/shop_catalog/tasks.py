"""The jobs of shop-catalog for Celery; each is a management command too."""

from celery import shared_task


@shared_task
def release_expired_reservations() -> int:
    """Tidy up holds that ran out."""
    from .services.stock import release_all_lapsed

    return release_all_lapsed()


@shared_task
def verify_stock() -> int:
    """Log the offers whose counters do not agree with the ledger, and return how many there are."""
    from .services.ledger import report_disagreements

    return report_disagreements()


@shared_task
def send_stock_alert(alert_id: int) -> bool:
    """Mail the owner of an offer that its stock is low."""
    from .services.alerts import send_stock_alert

    return send_stock_alert(alert_id=alert_id)


@shared_task
def send_stock_alerts() -> int:
    """Mail the alerts that could not be sent before."""
    from .services.alerts import send_due_alerts

    return send_due_alerts()

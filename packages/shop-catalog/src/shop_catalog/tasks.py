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

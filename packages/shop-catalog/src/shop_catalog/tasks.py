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


@shared_task
def make_renditions(image_id: int) -> int:
    """Make the renditions that a picture lacks, and return how many there were."""
    from .models import ProductImage
    from .services.renditions import make_renditions as make

    image = ProductImage.objects.filter(pk=image_id).first()
    return make(image=image) if image else 0


@shared_task
def make_all_renditions() -> int:
    """Make the renditions that any picture lacks, and return how many there were."""
    from .services.renditions import make_all_renditions as make_all

    return make_all()


@shared_task
def remove_picture(name: str, renditions: list[str]) -> None:
    """Delete the files of a picture that is gone."""
    from .services.files import remove_picture as remove

    remove(name=name, renditions=renditions)


@shared_task
def refresh_listings() -> int:
    """Write the rows of the read model that wait for it."""
    from .services.readmodel import refresh_stale

    return refresh_stale()


@shared_task
def prune_catalog_history() -> int:
    """Delete what is older than ``HISTORY_KEPT_DAYS``, and return how much it was."""
    from .services.history import prune_catalog_history as prune

    return prune()


@shared_task
def mail_application(seller_id: int) -> None:
    """Tell the staff that somebody asks to sell."""
    from .services.mails import mail_application as mail

    mail(seller_id=seller_id)


@shared_task
def mail_approval(seller_id: int) -> None:
    """Tell a seller that they are approved."""
    from .services.mails import mail_approval as mail

    mail(seller_id=seller_id)


@shared_task
def check_import(run_id: int, attempt: int) -> None:
    """Check the file of an import."""
    from .services.import_work import check_import as check

    check(run_id=run_id, attempt=attempt)


@shared_task
def carry_out_import(run_id: int, attempt: int) -> None:
    """Import a file that was checked and confirmed."""
    from .services.import_work import carry_out_import as carry_out

    carry_out(run_id=run_id, attempt=attempt)


@shared_task
def tend_imports() -> int:
    """Start imports again whose worker was killed, delete old ones, and return how many were started again."""
    from .services.import_runs import tend_imports as tend

    return tend()

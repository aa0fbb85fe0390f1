"""Mails about a low stock, to whom the offer belongs: one for each time that it passes below the threshold.

What counts is what is on hand, as `services.ledger` moves it: a sale lowers it, a hold does not. Only a movement that takes
the stock from the threshold or more to less alerts; a refill to the threshold arms it again. The alert is written with
the movement and mailed after commit; where that fails, the command ``send_stock_alerts`` tries again for two days.
"""

import logging

from django.utils import timezone

from ..conf import conf
from ..models import Offer, StockAlert
from ..models.alerts import LEASE
from .mails import addresses_of_the_seller, addresses_of_the_shop, send_mail

logger = logging.getLogger(__name__)


def send_stock_alert(*, alert_id: int) -> bool:
    """Mail an alert that is due, and tell whether it was; of many who try at once, one does.

    An attempt that fails, or dies midway, is repeated when its lease is over.
    """
    due = StockAlert.objects.due().filter(pk=alert_id)
    if not due.update(next_attempt_at=timezone.now() + LEASE):
        return False
    alert: StockAlert = StockAlert.objects.select_related(
        "movement__offer__variant__product", "movement__offer__store__seller__user"
    ).get(pk=alert_id)
    recipients = owners_of(alert.movement.offer)
    if not recipients:
        logger.warning("Nobody is told of a low stock: see the option LOW_STOCK_RECIPIENTS.")
        return False
    _mail(alert, recipients)
    StockAlert.objects.filter(pk=alert_id).update(sent_at=timezone.now())
    return True


def send_due_alerts() -> int:
    """Mail the alerts that are due, and return how many were sent; one that fails is logged and keeps no other back."""
    sent = 0
    for key in list(StockAlert.objects.due().order_by("pk").values_list("pk", flat=True)):
        try:
            sent += send_stock_alert(alert_id=key)
        except Exception:
            logger.exception("Stock alert %s was not sent.", key)
    return sent


def owners_of(offer: Offer) -> list[str]:
    """Return the addresses of those whom an offer belongs to: its seller, else the shop itself."""
    seller = offer.store.seller
    own = addresses_of_the_seller(seller) if seller else []
    return own or addresses_of_the_shop(conf.options.LOW_STOCK_RECIPIENTS)


def _mail(alert: StockAlert, recipients: list[str]) -> None:
    offer = alert.movement.offer
    context = {"alert": alert, "offer": offer, "product": offer.variant.product, "store": offer.store}
    send_mail(mail="low_stock", recipients=recipients, path=offer.get_absolute_url(), **context)

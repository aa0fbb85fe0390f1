"""The mails about an order: text and HTML, to the customer in the language of the order, to sellers in theirs; each sent once."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from shop_core.tasks import queue_after_commit

from ..access import signed_path
from ..conf import conf
from ..models import Order, OrderEvent, OrderLine, OrderMail
from ..tasks import mail_about_order

NOT_TAKEN = (ConnectionRefusedError, socket.gaierror, smtplib.SMTPResponseException)
"""With these the server has taken nothing: the mail can be sent again. After any other fault nobody knows, and it is not."""
WITH_SUMS = frozenset({"placed", "paid"})
"""Occasions whose mails tell what the order comes to."""


def queue_mail(event: OrderEvent, occasion: str) -> None:
    """Mail the customer about an event, once it is committed.

    :param occasion: ``placed``, ``paid``, ``shipped``, ``delivered``, ``cancelled`` or ``refunded``: the name of the templates.
    """
    queue_after_commit(mail_about_order, event.pk, occasion)


def queue_seller_mails(event: OrderEvent, occasion: str, lines: Sequence[OrderLine]) -> None:
    """Mail each seller of these lines about an event, once it is committed.

    :param occasion: ``sold`` or ``withdrawn``: the name of the templates, after ``seller_``.
    """
    for seller_ref in sorted({line.seller_ref for line in lines if line.seller_ref}):
        queue_after_commit(mail_about_order, event.pk, f"seller_{occasion}", seller_ref)


def send_order_mail(*, event_id: int, occasion: str, seller_ref: str = "") -> None:
    """Send one mail about an event to the customer, or to a seller; told twice, done once.

    The mail is claimed before it is sent: a process that dies in between leaves a mail unsent (`OrderMail.sent_at` is empty),
    and never one that is sent twice. Who cannot be reached, or whose address was erased, gets none.

    :raises NOT_TAKEN: the server took nothing; the claim is given up, so that it can be tried again.
    """
    event = OrderEvent.objects.select_related("order").get(pk=event_id)
    mail = _to_seller(event, occasion, seller_ref) if seller_ref else _to_customer(event, occasion)
    if mail is None:
        return
    claim, is_mine = OrderMail.objects.get_or_create(event=event, seller_ref=seller_ref)
    if not is_mine:
        return
    try:
        mail.send()
    except NOT_TAKEN:
        claim.delete()
        raise
    OrderMail.objects.filter(pk=claim.pk).update(sent_at=timezone.now())


def _to_customer(event: OrderEvent, occasion: str) -> EmailMultiAlternatives | None:
    order = event.order
    if not order.email:
        return None
    path = signed_path(order)
    return _write(event, occasion, order.email, order.language, path, list(order.lines.order_by("pk")))


def _to_seller(event: OrderEvent, occasion: str, seller_ref: str) -> EmailMultiAlternatives | None:
    order = event.order
    contact = conf.hook("SELLER_DIRECTORY").contacts([seller_ref]).get(seller_ref)
    if contact is None:
        return None
    path = reverse("shop_orders:sale-detail", args=[order.number])
    lines = list(order.lines.filter(seller_ref=seller_ref).order_by("pk"))
    return _write(event, occasion, contact.email, contact.language, path, lines, contact=contact)


def _write(
    event: OrderEvent, occasion: str, to: str, language: str, path: str, lines: Sequence[OrderLine], **more: Any
) -> EmailMultiAlternatives:
    order: Order = event.order
    context = {
        "order": order,
        "event": event,
        "entries": _concerned(event, lines),
        "with_sums": occasion in WITH_SUMS,
        "shipment": order.shipments.filter(pk=event.facts.get("shipment")).first(),
        "link": f"{order.origin}{path}" if order.origin else "",
        **more,
    }
    folder = f"shop_orders/mails/{occasion}"
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = render_to_string(f"{folder}_subject.txt", context).strip()
        mail = EmailMultiAlternatives(subject, render_to_string(f"{folder}.txt", context), to=[to])
        mail.attach_alternative(render_to_string(f"{folder}.html", context), "text/html")
    return mail


def _concerned(event: OrderEvent, lines: Sequence[OrderLine]) -> list[tuple[int, OrderLine]]:
    """Return the lines that an event is about, each with its units."""
    units = event.facts.get("units")
    if units:
        return [(units[str(line.pk)], line) for line in lines if str(line.pk) in units]
    named = event.facts.get("lines")
    return [(line.quantity, line) for line in lines if not named or line.pk in named]

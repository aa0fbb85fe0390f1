"""The mails of an order: text and HTML, in the language in which it was placed."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from ..access import signed_path
from ..models import Order


def send_order_mail(*, order_id: int, occasion: str) -> None:
    """Mail the customer about an occasion: ``placed`` or ``paid``. An order whose address was erased gets none."""
    order = Order.all_objects.prefetch_related("lines", "discounts").get(pk=order_id)
    if not order.email:
        return
    link = f"{order.origin}{signed_path(order)}" if order.origin else ""
    context = {"order": order, "lines": order.lines.all(), "link": link}
    folder = f"shop_orders/mails/{occasion}"
    with translation.override(order.language or settings.LANGUAGE_CODE):
        subject = render_to_string(f"{folder}_subject.txt", context).strip()
        mail = EmailMultiAlternatives(subject, render_to_string(f"{folder}.txt", context), to=[order.email])
        mail.attach_alternative(render_to_string(f"{folder}.html", context), "text/html")
    mail.send()

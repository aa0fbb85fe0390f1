"""Invoices, issued when an order is paid, and credit notes for what is cancelled or comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..conf import conf
from ..models import Invoice, InvoiceCounter, InvoiceKind, InvoiceLine, Order, OrderLine

DIGITS = 6
"""Numbers are as long as this at least."""


def issue_invoice(locked: Order) -> Invoice:
    """Give a paid order its invoice; told twice, done once. The order must be locked.

    The number is taken last: its counter stays locked until the end of the transaction.
    """
    existing: Invoice | None = locked.invoices.filter(kind=InvoiceKind.INVOICE).first()
    if existing:
        return existing
    lines = [_line(line, line.quantity, until=line.quantity) for line in locked.lines.order_by("pk")]
    return _issue(locked, InvoiceKind.INVOICE, [*lines, *_shipping(locked)])


def issue_credit_note(
    locked: Order, units: Mapping[OrderLine, int], *, reference: str, with_shipping: bool = False
) -> Invoice | None:
    """Give back on paper what was invoiced; told twice with one reference, done once. The order must be locked.

    :param units: how many units were taken back of which lines; the lines count them already.
    :param reference: the deed that it is for.
    :param with_shipping: nothing of the order is left, so that its shipping is given back too.
    """
    invoice: Invoice | None = locked.invoices.filter(kind=InvoiceKind.INVOICE).first()
    if invoice is None or invoice.credit_notes.filter(reference=reference).exists():
        return None
    lines = [
        _line(line, -count, until=line.cancelled_quantity + line.returned_quantity)
        for line, count in units.items()
        if count
    ]
    lines += _shipping(locked, -1) if with_shipping else []
    return _issue(locked, InvoiceKind.CREDIT_NOTE, lines, corrects=invoice, reference=reference)


@transaction.atomic
def take_number(series: str) -> int:
    """Return the next number of a series. Nobody else gets one until the transaction ends; if it is undone, so is the number."""
    counters = InvoiceCounter.objects.filter(series=series)
    if not counters.update(last=F("last") + 1):
        InvoiceCounter.objects.bulk_create([InvoiceCounter(series=series)], ignore_conflicts=True)
        counters.update(last=F("last") + 1)
    number: int = counters.values_list("last", flat=True).get()
    return number


def _issue(
    locked: Order,
    kind: InvoiceKind,
    lines: list[InvoiceLine],
    *,
    corrects: Invoice | None = None,
    reference: str = "",
) -> Invoice:
    options = conf.options
    series = options.INVOICE_SERIES if kind == InvoiceKind.INVOICE else options.CREDIT_NOTE_SERIES
    series = timezone.localtime().strftime(series)
    position = take_number(series)
    invoice: Invoice = Invoice.objects.create(
        number=f"{series}{position:0{DIGITS}d}",
        series=series,
        position=position,
        kind=kind,
        order=locked,
        corrects=corrects,
        reference=reference,
        issuer=list(options.INVOICE_ISSUER),
        lines=[asdict(line) for line in lines],
        prices_include_tax=locked.prices_include_tax,
        total_amount=sum(line.total for line in lines),
        currency=locked.currency,
    )
    return invoice


def _line(line: OrderLine, units: int, *, until: int) -> InvoiceLine:
    """Return what some units of a line come to.

    :param units: how many; negative: given back.
    :param until: which of the line's units is the last of them: so that all parts come to the whole.
    """
    sign = 1 if units > 0 else -1

    def share(amount: int) -> int:
        return sign * (amount * until // line.quantity - amount * (until - abs(units)) // line.quantity)

    return InvoiceLine(
        name=line.name,
        sku=line.sku,
        quantity=units,
        unit=line.unit_amount,
        discount=share(line.discount_amount),
        tax=share(line.tax_amount),
        tax_name=line.tax_name,
        tax_rate=str(line.tax_rate),
        total=share(line.total_amount),
    )


def _shipping(locked: Order, sign: int = 1) -> list[InvoiceLine]:
    if not locked.shipping_amount:
        return []
    with override(locked.language or None):
        name = locked.shipping_name or _("Shipping")
    on_top = 0 if locked.prices_include_tax else locked.shipping_tax_amount
    return [
        InvoiceLine(
            name=name,
            quantity=sign,
            unit=locked.shipping_amount,
            tax=sign * locked.shipping_tax_amount,
            tax_name=locked.shipping_tax_name,
            tax_rate=str(locked.shipping_tax_rate),
            total=sign * (locked.shipping_amount + on_top),
        )
    ]

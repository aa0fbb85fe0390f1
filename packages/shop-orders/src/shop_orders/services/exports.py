"""Orders as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.db.models import QuerySet

from shop_core.money import Money

from ..models import Order

COLUMNS = (
    "number",
    "placed_at",
    "state",
    "payment_status",
    "needs_attention",
    "email",
    "country",
    "currency",
    "items",
    "discount",
    "shipping",
    "tax",
    "total",
    "received",
    "refunded",
    "refund_due",
    "invoices",
    "products",
)
AMOUNTS = ("items", "discount", "shipping", "tax", "total", "received", "refunded", "refund_due")
CHUNK = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""


def export_orders(orders: QuerySet[Order]) -> Iterator[bytes]:
    """Yield the orders as CSV, piece by piece, a row each; amounts are decimals, times are ISO 8601 in UTC.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    wanted = orders.prefetch_related("lines", "invoices")
    text = StringIO("\ufeff")  # the mark by which spreadsheets know UTF-8
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for count, order in enumerate(wanted.iterator(chunk_size=CHUNK), 1):
        writer.writerow(_row(order))
        if count % CHUNK == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _row(order: Order) -> list[Any]:
    amounts: dict[str, Money] = {name: getattr(order, name) for name in AMOUNTS}
    cells = {
        "number": order.number,
        "placed_at": order.created_at.isoformat(timespec="seconds"),
        "state": order.state,
        "payment_status": order.payment_status.value,
        "needs_attention": "yes" if order.needs_attention else "",
        "email": _plain(order.email),
        "country": order.shipping_address_data.get("country", ""),
        "currency": order.currency,
        "invoices": " ".join(sorted(invoice.number for invoice in order.invoices.all())),
        "products": _plain("; ".join(f"{line.quantity} x {line.name}" for line in order.lines.all())),
        **{name: f"{amount.amount:f}" for name, amount in amounts.items()},
    }
    return [cells[name] for name in COLUMNS]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text

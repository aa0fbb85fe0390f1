"""Invoices and credit notes: numbered without gaps, and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop_core.money import Money, MoneyAttribute

from ..exceptions import AppendOnlyError
from ..taxes import Tax, TaxSum, sum_taxes
from .order import Order


class InvoiceCounter(models.Model):
    """The last number of a series. Who takes the next one holds this row until the end of the transaction: no gap, no double."""

    series = models.CharField(_("series"), max_length=20, primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of invoices")
        verbose_name_plural = _("counters of invoices")

    def __str__(self) -> str:
        return f"{self.series}{self.last}"


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """A line as it is printed; amounts in minor units, negative on credit notes."""

    name: str
    sku: str = ""
    quantity: int
    unit: int
    """The price of one unit as the shop shows prices: with tax or without."""
    discount: int = 0
    tax: int = 0
    tax_name: str = ""
    tax_rate: str = "0"
    """In percent."""
    total: int
    """With the tax in it."""


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class Invoice(models.Model):
    """What was invoiced, or given back. The buyer's address is that of the order, so that it can be erased."""

    number = models.CharField(_("number"), max_length=32, unique=True)
    series = models.CharField(_("series"), max_length=20)
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=InvoiceKind)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("order"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes", verbose_name=_("corrects")
    )
    reference = models.CharField(_("reference"), max_length=64, blank=True)
    issuer = models.JSONField(_("issuer"), default=list)
    lines = models.JSONField(_("lines"), default=list)
    prices_include_tax = models.BooleanField(_("prices include tax"), default=True)
    total_amount = models.BigIntegerField(_("total"))
    currency = models.CharField(_("currency"), max_length=3)
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)

    objects: ClassVar = InvoiceQuerySet.as_manager()

    total = MoneyAttribute("total_amount")

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["series", "position"], name="shop_orders_no_invoice_number_twice"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(kind=InvoiceKind.INVOICE), name="shop_orders_one_invoice_per_order"
            ),
            models.UniqueConstraint(fields=["order", "kind", "reference"], name="shop_orders_one_credit_note_per_deed"),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.INVOICE, corrects=None)
                | Q(kind=InvoiceKind.CREDIT_NOTE, corrects__isnull=False),
                name="shop_orders_credit_notes_correct_invoices",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    @property
    def title(self) -> str:
        return str(InvoiceKind(self.kind).label)

    @property
    def printed_lines(self) -> Iterator[dict[str, Any]]:
        """The lines with their amounts as `Money`, and their tax as a `Tax`."""
        for line in map(_read, self.lines):
            amounts = {name: Money(getattr(line, name), self.currency) for name in ("unit", "discount", "total")}
            yield vars(line) | amounts | {"tax": Tax(name=line.tax_name, rate=Decimal(line.tax_rate))}

    @property
    def taxes(self) -> list[TaxSum]:
        """How much of the total is which tax."""
        lines = map(_read, self.lines)
        return sum_taxes(
            (Tax(name=line.tax_name, rate=Decimal(line.tax_rate)), Money(line.tax, self.currency)) for line in lines
        )

    @property
    def net(self) -> Money:
        """The total without the taxes."""
        return Money(self.total_amount - sum(line["tax"] for line in self.lines), self.currency)


def _read(line: dict[str, Any]) -> InvoiceLine:
    return InvoiceLine(**line)

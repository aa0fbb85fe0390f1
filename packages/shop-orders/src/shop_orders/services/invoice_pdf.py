"""Invoices as PDF, drawn by fpdf2 (the extra ``pdf``) with fonts that know Latin, Greek and Cyrillic letters."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shop_core.addresses import format_address

from ..models import Invoice

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FONT = "DejaVu"
WIDTHS = (74, 16, 28, 24, 32)
"""Of the columns, in millimetres; with the margins they make a page of A4."""


def can_draw() -> bool:
    """Tell whether the extra ``pdf`` is installed."""
    return find_spec("fpdf") is not None


def draw_invoice(invoice: Invoice) -> bytes:
    """Return the invoice as a PDF, in the active language. The same invoice gives the same text for ever."""
    pdf = _new_page(f"{invoice.title} {invoice.number}", invoice.issued_at)
    _head(pdf, invoice)
    _addresses(pdf, invoice)
    _lines(pdf, invoice)
    _sums(pdf, invoice)
    return bytes(pdf.output())


def _new_page(title: str, at: datetime) -> FPDF:
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        pdf.add_font(FONT, style, FONTS / name)
    pdf.set_margins(18, 18)
    pdf.set_auto_page_break(auto=True, margin=18)
    pdf.set_title(title)
    pdf.set_creation_date(at)
    pdf.add_page()
    return pdf


def _head(pdf: FPDF, invoice: Invoice) -> None:
    pdf.set_font(FONT, "B", 18)
    pdf.cell(0, 10, f"{invoice.title} {invoice.number}", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FONT, "", 9)
    facts = [
        (_("Issued on"), date_format(timezone.localtime(invoice.issued_at), "DATE_FORMAT")),
        (_("Order"), invoice.order.number),
    ]
    if invoice.corrects:
        facts.append((_("Corrects invoice"), invoice.corrects.number))
    for name, value in facts:
        pdf.cell(0, 5, f"{name}: {value}", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)


def _addresses(pdf: FPDF, invoice: Invoice) -> None:
    buyer = invoice.order.billing_address
    top, middle = pdf.get_y(), 108
    ends = []
    for left, name, lines in (
        (pdf.l_margin, _("From"), invoice.issuer),
        (middle, _("To"), format_address(buyer) if buyer else []),
    ):
        pdf.set_xy(left, top)
        pdf.set_font(FONT, "B", 9)
        pdf.cell(80, 5, name if lines else "", new_x="LEFT", new_y="NEXT")
        pdf.set_font(FONT, "", 9)
        pdf.multi_cell(80, 5, "\n".join(lines), new_x="LEFT", new_y="NEXT")
        ends.append(pdf.get_y())
    pdf.set_xy(pdf.l_margin, max(ends) + 8)


def _lines(pdf: FPDF, invoice: Invoice) -> None:
    from fpdf.fonts import FontFace

    pdf.set_font(FONT, "", 9)
    pdf.set_draw_color(200)
    align = ("LEFT", "RIGHT", "RIGHT", "RIGHT", "RIGHT")
    layout: dict[str, Any] = {
        "col_widths": WIDTHS,
        "text_align": align,
        "borders_layout": "HORIZONTAL_LINES",
        "headings_style": FontFace(emphasis="BOLD"),
        "padding": 1.5,
        "line_height": 5,
    }
    with pdf.table(**layout) as table:
        table.row([_("Product"), _("Quantity"), _("Unit price"), _("Tax"), _("Amount")])
        for line in invoice.printed_lines:
            name = " · ".join(filter(None, (line["name"], line["sku"])))
            if line["discount"]:
                name += "\n" + _("Discount: %(amount)s") % {"amount": line["discount"].format()}
            tax = line["tax"].label if line["tax"].name else ""
            table.row([name, str(line["quantity"]), line["unit"].format(), tax, line["total"].format()])
    pdf.ln(4)


def _sums(pdf: FPDF, invoice: Invoice) -> None:
    rows = [(_("Without tax"), invoice.net), *((tax.label, tax.amount) for tax in invoice.taxes)]
    for name, amount in rows if invoice.taxes else []:
        pdf.cell(142, 6, name, align="RIGHT")
        pdf.cell(32, 6, amount.format(), align="RIGHT", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FONT, "B", 11)
    pdf.cell(142, 8, _("Total"), align="RIGHT")
    pdf.cell(32, 8, invoice.total.format(), align="RIGHT", new_x="LMARGIN", new_y="NEXT")

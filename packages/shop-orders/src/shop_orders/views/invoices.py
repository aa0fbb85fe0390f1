"""Invoices and credit notes: a page to print, and a PDF where the extra ``pdf`` is installed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from shop_core.addresses import format_address

from ..models import Invoice
from ..services.invoice_pdf import can_draw, draw_invoice
from .orders import OrderView


class InvoiceView(OrderView):
    """An invoice, or a credit note, of an order that the visitor may see."""

    def invoice(self, request: HttpRequest, number: str, invoice: str) -> Invoice:
        papers = self.find(request, number).invoices.all()
        pk = next((paper.pk for paper in papers if paper.number == invoice), None)
        return get_object_or_404(Invoice.objects.select_related("order", "corrects"), pk=pk)


class InvoiceDetailView(InvoiceView):
    """The page to print."""

    def get(self, request: HttpRequest, number: str, invoice: str) -> HttpResponse:
        found = self.invoice(request, number, invoice)
        buyer = found.order.billing_address
        context = {
            "invoice": found,
            "order": found.order,
            "buyer_label": format_address(buyer) if buyer else [],
            "can_draw": can_draw(),
        }
        return render(request, "shop_orders/invoice.html", context)


class InvoicePdfView(InvoiceView):
    """The file."""

    def get(self, request: HttpRequest, number: str, invoice: str) -> HttpResponse:
        found = self.invoice(request, number, invoice)
        if not can_draw():
            raise Http404
        answer = HttpResponse(draw_invoice(found), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
        return answer

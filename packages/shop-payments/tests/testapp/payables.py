"""How the host says what is owed."""

from shop_core.contracts import Payable
from shop_core.money import Money

from .models import Invoice


class InvoicePayables:
    """The `PayableSource`: unpaid invoices, to their debtors."""

    def resolve(self, references, *, user):
        unpaid = Invoice.objects.filter(number__in=references, paid_at=None).select_related("debtor")
        if user is not None:
            unpaid = unpaid.filter(debtor=user.pk)
        return {invoice.number: self._payable(invoice) for invoice in unpaid}

    def _payable(self, invoice):
        return Payable(
            subject=invoice,
            reference=invoice.number,
            amount=Money(invoice.due_amount, invoice.currency),
            description=f"Invoice {invoice.number}",
            payer_email=invoice.debtor.email_address,
            return_url="/invoices/",
        )

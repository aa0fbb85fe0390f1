import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.checks import run_checks
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient
from tests.conftest import make_staff, make_user
from tests.test_desk import text

from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_orders.checks import check_invoices
from shop_orders.exceptions import AppendOnlyError
from shop_orders.models import CancelReason, Invoice, InvoiceCounter, Order, OrderLine, OrderState
from shop_orders.services import invoice_pdf
from shop_orders.services.invoices import _line, issue_credit_note, issue_invoice, take_number
from shop_orders.services.lines import cancel_units, return_units
from shop_orders.services.payment import mark_paid
from shop_orders.services.states import cancel_order, change_state
from shop_orders.services.verification import find_inconsistencies
from shop_orders.testing import make_order

pytestmark = pytest.mark.django_db
YEAR = f"{timezone.localdate():%Y}"


def sale(**fields):
    order = make_order(**{"lines": 2, "quantity": 3, **fields})
    return mark_paid(order=order, amount=order.total, reference="payment-1")


def taxed_sale(**fields):
    """Return a paid order of one line, three units for 10.00 EUR in all with 1.60 tax in it, and shipping for 4.90 with 0.78."""
    order = make_order(quantity=3)
    order.lines.update(
        unit_amount=340, discount_amount=20, tax_amount=160, tax_rate=19, tax_name="VAT", total_amount=1000
    )
    shipping = {"shipping_amount": 490, "shipping_tax_amount": 78, "shipping_tax_rate": 19, "shipping_tax_name": "VAT"}
    Order.objects.filter(pk=order.pk).update(
        items_amount=1020, discount_amount=20, tax_amount=238, total_amount=1490, shipping_name="Express", **shipping
    )
    order.refresh_from_db()
    return mark_paid(order=order, amount=order.total, reference="payment-1")


def papers(order):
    return list(order.invoices.order_by("pk").values_list("kind", "total_amount"))


def page_of(invoice, name="invoice"):
    return reverse(f"shop_orders:{name}", args=[invoice.order.number, invoice.number])


def test_an_order_gets_its_invoice_when_it_is_paid_and_once():
    order = make_order()
    assert papers(order) == []
    for _ in range(2):
        mark_paid(order=order, amount=order.total, reference="payment-1")
    invoice = order.invoices.get()
    assert issue_invoice(order) == invoice
    assert (invoice.number, invoice.total) == (f"{YEAR}-000001", Money(1250, "EUR"))
    assert sale().invoices.get().number == f"{YEAR}-000002"


def test_each_series_is_counted_by_itself(settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "INVOICE_SERIES": "B", "CREDIT_NOTE_SERIES": "C%Y/"}
    order = cancel_order(order=sale(), reason=CancelReason.STAFF)
    assert [invoice.number for invoice in order.invoices.order_by("pk")] == ["B000001", f"C{YEAR}/000001"]


def test_an_invoice_says_what_was_sold_and_what_tax_is_in_it():
    invoice = taxed_sale().invoices.get()
    goods, shipping = invoice.printed_lines
    assert (goods["name"], goods["quantity"], goods["unit"], goods["discount"]) == (
        "Product 0",
        3,
        Money(340, "EUR"),
        Money(20, "EUR"),
    )
    assert (goods["tax"].rate, shipping["name"], shipping["total"]) == (Decimal(19), "Express", Money(490, "EUR"))
    assert [(tax.label, tax.amount) for tax in invoice.taxes] == [("VAT 19%", Money(238, "EUR"))]
    assert (invoice.net, invoice.total) == (Money(1252, "EUR"), Money(1490, "EUR"))


def test_a_cancelled_order_gets_a_credit_note_over_all_of_it_once():
    order = taxed_sale()
    for _ in range(2):
        cancel_order(order=order, reason=CancelReason.STAFF)
    invoice, note = order.invoices.order_by("pk")
    assert papers(order) == [("invoice", 1490), ("credit_note", -1490)]
    assert (note.corrects, note.net, note.taxes[0].amount) == (invoice, Money(-1252, "EUR"), Money(-238, "EUR"))
    assert issue_credit_note(order, {}, reference=note.reference) is None


def test_units_taken_back_get_credit_notes_of_their_own():
    order = taxed_sale()
    line = order.lines.get()
    cancel_units(order=order, units={line: 1})
    for state in (OrderState.PROCESSING, OrderState.SHIPPED):
        order = change_state(order=order, state=state)
    return_units(order=order, units={line: 2})
    assert papers(order) == [("invoice", 1490), ("credit_note", -333), ("credit_note", -667)]
    order = taxed_sale()
    line = order.lines.get()
    for _ in range(3):
        cancel_units(order=order, units={line: 1})
    assert papers(order)[1:] == [("credit_note", -333), ("credit_note", -333), ("credit_note", -824)]


def test_what_was_never_paid_has_no_papers():
    order = cancel_order(order=make_order(), reason=CancelReason.CUSTOMER)
    assert papers(order) == []


def test_the_name_of_shipping_is_in_the_buyers_language(user):
    order = make_order(language="pl", shipping_amount=490, total_amount=1740)
    with translation.override("en"):
        order = mark_paid(order=order, amount=order.total, reference="payment-1")
    assert order.invoices.get().lines[-1]["name"] == "Dostawa"


@given(
    quantity=st.integers(1, 30),
    total=st.integers(0, 9_999),
    tax=st.integers(0, 999),
    data=st.data(),
)
def test_credit_notes_come_to_the_invoice_to_the_last_cent(quantity, total, tax, data):
    line = OrderLine(name="a", quantity=quantity, unit_amount=1, total_amount=total, tax_amount=tax)
    whole = _line(line, quantity, until=quantity)
    gone, notes = 0, []
    while gone < quantity:
        count = data.draw(st.integers(1, quantity - gone))
        gone += count
        notes.append(_line(line, -count, until=gone))
    assert sum(note.total for note in notes) == -whole.total == -total
    assert sum(note.tax for note in notes) == -tax
    assert sum(note.quantity for note in notes) == -quantity


def test_papers_are_never_changed():
    invoice = sale().invoices.get()
    rows = Invoice.objects.all()
    for deed in (
        invoice.save,
        invoice.delete,
        rows.delete,
        lambda: rows.update(total_amount=1),
        lambda: rows.bulk_update([invoice], ["number"]),
    ):
        with pytest.raises(AppendOnlyError):
            deed()


def test_a_number_that_was_not_used_is_given_again():
    assert take_number("A") == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert take_number("A") == 2
        raise ZeroDivisionError
    assert take_number("A") == 2
    assert take_number("B") == 1
    assert str(InvoiceCounter.objects.get(series="A")) == "A2"


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (lambda order: InvoiceCounter.objects.update(last=5), "the last of them has number"),
        (lambda order: Order.objects.filter(pk=order.pk).update(taken_back_amount=1), "its invoices come to"),
    ],
)
def test_gaps_and_wrong_papers_are_reported(break_it, fault):
    order = sale()
    assert list(find_inconsistencies()) == []
    break_it(order)
    assert fault in " ".join(find_inconsistencies())


def test_buyers_and_staff_read_the_papers_and_nobody_else(client, user, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "INVOICE_ISSUER": ["Shop Suite Ltd", "VAT ID XY 1"]}
    order = sale(user=user, sellers=["ann"])
    invoice = order.invoices.get()
    assert client.get(page_of(invoice)).status_code == 404
    for stranger in (make_user(), make_user("ann")):
        client.force_login(stranger)
        assert client.get(page_of(invoice)).status_code == 404
    for reader in (user, make_staff("view_order")):
        client.force_login(reader)
        page = text(client.get(page_of(invoice)))
        assert f"Invoice {invoice.number}" in page
        assert "Shop Suite Ltd VAT ID XY 1" in page
        assert "Lindenstraße" in page
        assert "€75.00" in page
    client.force_login(user)
    assert f"Invoice {invoice.number}" in text(client.get(order.get_absolute_url()))
    other = sale(user=user)
    wrong = reverse("shop_orders:invoice", args=[other.number, invoice.number])
    assert client.get(wrong).status_code == 404


def test_an_erased_address_is_on_no_paper(client, user):
    order = sale(user=user)
    Order.objects.filter(pk=order.pk).update(billing_address_data={})
    client.force_login(user)
    assert "Lindenstraße" not in text(client.get(page_of(order.invoices.get())))


def test_the_api_names_the_papers(user):
    order = sale(user=user)
    api = APIClient()
    api.force_authenticate(user)
    (paper,) = api.get(f"/api/orders/{order.number}/").json()["invoices"]
    assert paper["url"] == page_of(order.invoices.get())
    assert paper["total"]["amount"] == "75.00"


def test_an_invoice_is_a_pdf_with_every_letter(client, user):
    pytest.importorskip("fpdf")
    order = taxed_sale()
    Order.objects.filter(pk=order.pk).update(user=user)
    cancel_order(order=order, reason=CancelReason.STAFF)
    client.force_login(user)
    for invoice in order.invoices.all():
        answer = client.get(page_of(invoice, "invoice-pdf"))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert invoice.number in answer["Content-Disposition"]


def test_a_pdf_takes_letters_of_many_languages_and_many_lines():
    pytest.importorskip("fpdf")
    order = make_order(lines=60, state=OrderState.PAID)
    invoice = order.invoices.get()
    line = invoice.lines[0] | {"name": "Zażółć gęślą jaźń, Ελληνικά, Кириллица"}
    odd = Invoice(number="X-1", kind="invoice", order=order, lines=[line] * 60, currency="EUR", total_amount=1)
    odd.issued_at = datetime(2026, 11, 20, tzinfo=UTC)
    with translation.override("pl"):
        file = invoice_pdf.draw_invoice(odd)
    assert len(re.findall(rb"/Type /Page\b", file)) > 1


def test_without_the_extra_the_page_says_to_print_and_a_check_what_to_install(client, user, monkeypatch):
    monkeypatch.setattr("shop_orders.services.invoice_pdf.find_spec", lambda name: None)
    monkeypatch.setattr("shop_orders.checks.find_spec", lambda name: None)
    order = sale(user=user)
    client.force_login(user)
    assert "Print this page" in text(client.get(page_of(order.invoices.get())))
    assert client.get(page_of(order.invoices.get(), "invoice-pdf")).status_code == 404
    assert [(fault.id, fault.hint) for fault in check_invoices()] == [
        ("shop_orders.I001", "pip install shop-orders[pdf]")
    ]


def test_two_series_must_differ(settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "CREDIT_NOTE_SERIES": "%Y-"}
    assert "shop_orders.E010" in [fault.id for fault in run_checks()]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_payments_leave_no_gap_and_no_double():
    orders = [make_order() for _ in range(20)]

    def pay(number):
        with transaction.atomic():
            mark_paid(order=orders[number], amount=orders[number].total, reference="payment-1")
            if number % 3 == 0:
                raise ZeroDivisionError

    answers = run_in_threads(pay, range(20))
    paid = sum(answer is None for answer in answers)
    positions = sorted(Invoice.objects.values_list("position", flat=True))
    assert positions == list(range(1, paid + 1))
    assert paid == 13
    run_in_threads(lambda order: mark_paid(order=order, amount=order.total, reference="payment-1"), orders)
    assert sorted(Invoice.objects.values_list("position", flat=True)) == list(range(1, 21))
    assert list(find_inconsistencies()) == []

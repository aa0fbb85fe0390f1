import itertools

import pytest
from celery import Celery
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from tests.testapp.models import Invoice
from tests.testapp.payables import InvoicePayables

from shop_payments.services.start import start_payment

app = Celery("tests")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()

_numbers = itertools.count(1)


def make_user(name="debtor", **fields):
    return get_user_model().objects.create(email_address=f"{name}{next(_numbers)}@example.com", **fields)


def make_staff(*codenames):
    user = make_user("staff", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=codenames, content_type__app_label="shop_payments")
    )
    return user


def make_invoice(**fields):
    debtor = fields.pop("debtor", None) or make_user()
    return Invoice.objects.create(debtor=debtor, number=f"INV-{next(_numbers)}", **fields)


def start(invoice, **options):
    payable = InvoicePayables().resolve([invoice.number], user=None)[invoice.number]
    return start_payment(payable=payable, kind="invoice", **{"base_url": "https://shop.example", **options})


@pytest.fixture
def invoice(db):
    return make_invoice()

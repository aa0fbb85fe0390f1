import re

import pytest
from django.urls import reverse
from tests.conftest import make_staff

from shop_orders.models import Discount, ShippingMethod, TaxRate
from shop_orders.testing import make_discount, make_shipping_method, make_tax_rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    models = ("discount", "shippingmethod", "shippingrate", "taxrate")
    rights = [f"{deed}_{model}" for model in models for deed in ("add", "change", "view", "delete")]
    client.force_login(make_staff(*rights))
    return client


class Scopes:
    """A `DiscountScopes` of two categories and no sellers."""

    def categories(self):
        return [("1", "Lamps"), ("2", "Socks")]

    def sellers(self):
        return []


def discount_form(**fields):
    return {"name": "Spring", "priority": "0", "is_active": "on", **fields}


def errors(answer):
    return answer.context["adminform"].form.errors


@pytest.mark.parametrize("model", ["discount", "shippingmethod", "taxrate"])
def test_lists_and_forms_open(staff, model):
    row = {"discount": make_discount, "shippingmethod": make_shipping_method, "taxrate": make_tax_rate}[model]()
    assert staff.get(reverse(f"admin:shop_orders_{model}_changelist")).status_code == 200
    assert staff.get(reverse(f"admin:shop_orders_{model}_add")).status_code == 200
    assert staff.get(reverse(f"admin:shop_orders_{model}_change", args=[row.pk])).status_code == 200


def test_amounts_are_written_as_people_write_them(staff):
    url = reverse("admin:shop_orders_discount_add")
    fields = {"code": " spring ", "off": "12.50", "minimum": "100", "currency": "eur"}
    staff.post(url, discount_form(**fields, category_refs="1, 2 2", seller_refs="ann"))
    discount = Discount.objects.get()
    assert (discount.code, discount.off.minor, discount.minimum.minor) == ("SPRING", 1250, 10000)
    assert (discount.currency, discount.category_refs, discount.seller_refs) == ("EUR", ["1", "2"], ["ann"])
    page = staff.get(reverse("admin:shop_orders_discount_change", args=[discount.pk])).content.decode()
    assert 'value="12.50"' in page
    assert 'value="1, 2"' in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "percent_off"),
        ({"percent_off": "10", "off": "1", "currency": "EUR"}, "percent_off"),
        ({"percent_off": "101"}, "percent_off"),
        (
            {
                "percent_off": "10",
                "starts_at_0": "2026-02-01",
                "starts_at_1": "0:00",
                "ends_at_0": "2026-01-01",
                "ends_at_1": "0:00",
            },
            "__all__",
        ),
        ({"off": "1"}, "currency"),
        ({"off": "1", "currency": "EURO"}, "currency"),
        ({"off": "1", "currency": "XYZ"}, "currency"),
        ({"off": "1.505", "currency": "EUR"}, "off"),
        ({"off": "-1", "currency": "EUR"}, "off"),
        ({"percent_off": "10", "code": "taken"}, "__all__"),
    ],
)
def test_what_makes_no_sense_is_named(staff, fields, field):
    make_discount(code="TAKEN")
    answer = staff.post(reverse("admin:shop_orders_discount_add"), discount_form(**fields))
    assert field in errors(answer)
    assert Discount.objects.count() == 1


def test_an_amount_can_be_taken_out_again(staff):
    discount = make_discount(minimum_amount=1000)
    url = reverse("admin:shop_orders_discount_change", args=[discount.pk])
    staff.post(url, discount_form(percent_off="10", minimum="", currency=""))
    discount.refresh_from_db()
    assert (discount.minimum_amount, discount.currency) == (None, "")


def test_categories_are_chosen_where_the_project_lists_them(staff, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "DISCOUNT_SCOPES": "tests.test_price_admin.Scopes"}
    discount = make_discount(category_refs=["1", "gone"])
    url = reverse("admin:shop_orders_discount_change", args=[discount.pk])
    page = staff.get(url).content.decode()
    assert {"Lamps", "Socks", "gone"} <= set(re.findall(r">\s*(\w+)\s*</label>", page))
    assert page.count(" checked") == 3  # two of them, and that it is active
    staff.post(url, discount_form(percent_off="10", category_refs=["2", "gone"]))
    discount.refresh_from_db()
    assert discount.category_refs == ["2", "gone"]


@pytest.mark.parametrize(("when", "names"), [("now", {"now"}), ("later", {"later"}), ("over", {"over"})])
def test_discounts_are_found_by_when_they_are_valid(staff, when, names):
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    make_discount(name="now")
    make_discount(name="later", starts_at=now + timedelta(days=1))
    make_discount(name="over", ends_at=now - timedelta(days=1))
    answer = staff.get(reverse("admin:shop_orders_discount_changelist"), {"when": when})
    assert {row.name for row in answer.context["cl"].result_list} == names


def test_a_method_is_made_with_its_rates(staff):
    rates = {
        "rates-TOTAL_FORMS": "2",
        "rates-INITIAL_FORMS": "0",
        "rates-0-countries": "de, at",
        "rates-0-price": "4.90",
        "rates-0-free_over": "75",
        "rates-0-currency": "EUR",
        "rates-1-countries": "",
        "rates-1-up_to_grams": "5000",
        "rates-1-price": "18.9",
        "rates-1-currency": "EUR",
    }
    answer = staff.post(
        reverse("admin:shop_orders_shippingmethod_add"), {"name": "Standard", "is_active": "on", **rates}
    )
    assert answer.status_code == 302
    near, far = ShippingMethod.objects.get().rates.order_by("pk")
    assert (near.countries, near.price.minor, near.free_over.minor) == (["DE", "AT"], 490, 7500)
    assert (far.countries, far.up_to_grams, far.price.minor, far.free_over) == ([], 5000, 1890, None)


def test_a_wrong_country_is_named(staff):
    rates = {"rates-TOTAL_FORMS": "1", "rates-INITIAL_FORMS": "0", "rates-0-countries": "DE Germany"}
    rates |= {"rates-0-price": "1", "rates-0-currency": "EUR"}
    answer = staff.post(reverse("admin:shop_orders_shippingmethod_add"), {"name": "Standard", **rates})
    assert "No code of a country: GERMANY." in answer.content.decode()


def test_a_tax_is_made_once_for_a_country_and_class(staff):
    url = reverse("admin:shop_orders_taxrate_add")
    form = {"country": "DE", "tax_class": "", "name": "VAT", "rate": "19"}
    assert staff.post(url, form).status_code == 302
    assert staff.post(url, form).status_code == 200
    assert [str(rate) for rate in TaxRate.objects.all()] == ["DE : VAT 19%"]

import pytest
from rest_framework.test import APIClient
from tests.conftest import make_staff, make_user

from shop_orders.models import Discount, ShippingMethod, TaxRate
from shop_orders.testing import make_discount, make_shipping_method, make_tax_rate

pytestmark = pytest.mark.django_db

COLLECTIONS = ["discounts", "shipping-methods", "tax-rates"]


@pytest.fixture
def api():
    models = ("discount", "shippingmethod", "taxrate")
    api = APIClient()
    api.force_authenticate(
        make_staff(*(f"{deed}_{name}" for name in models for deed in ("add", "change", "view", "delete")))
    )
    return api


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


def post(api, path, body):
    return api.post(f"/api/{path}/", body, format="json")


@pytest.mark.parametrize("path", COLLECTIONS)
def test_only_staff_with_the_right_see_and_change_them(path):
    api = APIClient()
    assert api.get(f"/api/{path}/").status_code in (401, 403)
    for person in (make_user(), make_staff("view_order")):
        api.force_authenticate(person)
        assert api.get(f"/api/{path}/").status_code == 403
        assert post(api, path, {}).status_code == 403
    api.force_authenticate(make_staff("view_discount", "view_shippingmethod", "view_taxrate"))
    assert api.get(f"/api/{path}/").status_code == 200
    assert post(api, path, {}).status_code == 403


def test_a_discount_is_made_changed_and_deleted(api):
    body = {
        "name": "Spring",
        "code": " spring ",
        "off": euros("12.50"),
        "minimum": euros("100.00"),
        "category_refs": ["1"],
    }
    answer = post(api, "discounts", body)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["code"], made["off"], made["currency"], made["uses"]) == ("SPRING", euros("12.50"), "EUR", 0)
    url = f"/api/discounts/{made['id']}/"
    assert api.patch(url, {"max_uses": 5, "uses": 9}, format="json").json()["max_uses"] == 5
    assert api.patch(url, {"off": None, "percent_off": "10"}, format="json").json()["off"] is None
    discount = Discount.objects.get()
    assert (discount.uses, discount.off_amount, discount.minimum_amount) == (0, None, 10000)
    assert api.delete(url).status_code == 204
    assert Discount.all_objects.get().is_deleted
    assert api.get(url).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"percent_off": "10", "off": {"amount": "1", "currency": "EUR"}},
        {"percent_off": "101"},
        {"percent_off": "10", "code": "taken"},
        {"off": {"amount": "1.505", "currency": "EUR"}},
        {"off": {"amount": "1", "currency": "EUR"}, "minimum": {"amount": "1", "currency": "USD"}},
        {"percent_off": "10", "starts_at": "2026-02-01T00:00Z", "ends_at": "2026-01-01T00:00Z"},
        {"percent_off": "10", "category_refs": "1"},
    ],
)
def test_a_discount_that_makes_no_sense_is_refused(api, fields):
    make_discount(code="TAKEN")
    answer = post(api, "discounts", {"name": "Spring", **fields})
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert Discount.objects.count() == 1


def test_a_method_comes_with_its_rates(api):
    rates = [
        {"countries": ["DE", "AT"], "up_to_grams": 5000, "price": euros("4.90"), "free_over": euros("75.00")},
        {"price": euros("18.90")},
    ]
    made = post(api, "shipping-methods", {"name": "Standard", "rates": rates}).json()
    assert [rate["price"] for rate in made["rates"]] == [euros("4.90"), euros("18.90")]
    url = f"/api/shipping-methods/{made['id']}/"
    assert len(api.patch(url, {"name": "Slow"}, format="json").json()["rates"]) == 2
    changed = api.patch(url, {"rates": rates[1:]}, format="json").json()
    assert (changed["name"], [rate["countries"] for rate in changed["rates"]]) == ("Slow", [[]])
    api.delete(url)
    assert ShippingMethod.all_objects.get().is_deleted


@pytest.mark.parametrize(
    "rate",
    [
        {"countries": ["Germany"], "price": euros("1")},
        {"countries": ["ZZ"], "price": euros("1")},
        {"price": euros("-1")},
        {},
        {"price": euros("1"), "free_over": {"amount": "1", "currency": "USD"}},
    ],
)
def test_a_wrong_rate_is_refused(api, rate):
    answer = post(api, "shipping-methods", {"name": "Standard", "rates": [rate]})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["rates"])
    assert not ShippingMethod.objects.exists()


def test_a_tax_is_made_once_for_a_country_and_class(api):
    body = {"country": "DE", "name": "VAT", "rate": "19"}
    assert post(api, "tax-rates", body).status_code == 201
    assert post(api, "tax-rates", body).status_code == 400
    assert post(api, "tax-rates", {**body, "country": "XX"}).status_code == 400
    assert post(api, "tax-rates", {**body, "country": "", "rate": "-1"}).status_code == 400
    tax = TaxRate.objects.get()
    assert api.patch(f"/api/tax-rates/{tax.pk}/", {"rate": "20.5"}, format="json").json()["rate"] == "20.500"


def test_lists_ask_as_often_for_one_as_for_many(api, count_queries):
    def cost(rows):
        for number in range(rows):
            make_discount()
            make_shipping_method()
            make_tax_rate(tax_class=f"{rows}-{number}")
        return [count_queries(lambda path=path: api.get(f"/api/{path}/?page_size=100")) for path in COLLECTIONS]

    cost(1)  # the rights of a user are read once
    assert cost(2) == cost(20)

import csv
from io import StringIO

import pytest
from django.urls import reverse
from rest_framework.test import APIClient
from tests.conftest import make_staff, make_user
from tests.test_admin import LIST, act

from shop_core.money import Money
from shop_orders.models import Order, OrderState
from shop_orders.services.bulk import move_orders
from shop_orders.services.exports import COLUMNS, export_orders
from shop_orders.services.refunds import record_refund
from shop_orders.services.states import change_state
from shop_orders.testing import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client(client):
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def staff_api():
    api = APIClient()
    api.force_authenticate(make_staff("view_order", "change_order"))
    return api


def rows_of(pieces):
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def numbers(page):
    return {order.number for order in page.context["cl"].result_list}


def test_many_orders_move_and_those_that_cannot_are_told():
    movable = [make_order(state=OrderState.PAID) for _ in range(2)]
    stuck, staff = make_order(), make_user()
    outcome = move_orders(orders=[stuck, *movable], state=OrderState.PROCESSING, by=staff)
    assert outcome.moved == [order.number for order in movable]
    assert list(outcome.refused) == [stuck.number]
    assert "cannot be moved" in outcome.refused[stuck.number]
    assert movable[0].events.last().actor == staff


def test_the_api_moves_many_orders(staff_api):
    order, stuck = make_order(state=OrderState.PAID), make_order()
    wish = {"ids": [order.number, stuck.number, order.number, "AAAA-AAAA-AA"], "state": "processing"}
    answer = staff_api.post("/api/orders/bulk/", wish, format="json").json()
    assert answer["moved"] == [order.number]
    assert set(answer["refused"]) == {stuck.number, "AAAA-AAAA-AA"}
    assert staff_api.post("/api/orders/bulk/", {"ids": [], "state": "x"}, format="json").status_code == 400
    buyer = APIClient()
    buyer.force_authenticate(make_user())
    assert buyer.post("/api/orders/bulk/", wish, format="json").status_code == 403


def test_orders_are_exported_with_all_amounts():
    order = make_order(lines=2, state=OrderState.PAID, email="=cmd@example.com")
    record_refund(order=order, amount=Money(500, "EUR"), reference="refund-1")
    (row,) = rows_of(export_orders(Order.objects.all()))
    assert tuple(row) == COLUMNS
    assert (row["number"], row["payment_status"], row["country"]) == (order.number, "partially_refunded", "DE")
    assert (row["total"], row["refunded"]) == ("25.00", "5.00")
    assert row["products"] == "1 x Product 0; 1 x Product 1"
    assert row["invoices"] == order.invoices.get().number
    assert row["email"] == "'=cmd@example.com"


def test_an_export_asks_as_often_for_one_as_for_many(count_queries, monkeypatch):
    monkeypatch.setattr("shop_orders.services.exports.CHUNK", 50)

    def cost(rows):
        for _ in range(rows):
            make_order()
        return count_queries(lambda: list(export_orders(Order.objects.all())))

    assert cost(1) == cost(20)
    make_order(lines=1)
    monkeypatch.setattr("shop_orders.services.exports.CHUNK", 4)
    assert len(rows_of(export_orders(Order.objects.all()))) == 22


def test_staff_export_what_they_narrowed_down_to(staff_api, staff_client):
    paid = make_order(state=OrderState.PAID)
    make_order()
    answer = staff_api.get("/api/orders/export/", {"state": "paid"})
    assert [row["number"] for row in rows_of(answer.streaming_content)] == [paid.number]
    data = {"action": "export", "_selected_action": [paid.pk]}
    answer = staff_client.post(reverse(LIST), data)
    assert [row["number"] for row in rows_of(answer.streaming_content)] == [paid.number]
    buyer = APIClient()
    buyer.force_authenticate(make_user())
    assert buyer.get("/api/orders/export/").status_code == 403


def test_staff_find_an_order_by_whatever_they_have(staff_client):
    order = change_state(
        order=make_order(state=OrderState.PROCESSING), state=OrderState.SHIPPED, tracking_number="RR-7"
    )
    make_order(email="rita@example.com")
    for words in (order.number.lower().replace("-", " "), "anna@", "RR-7", order.invoices.get().number):
        assert numbers(staff_client.get(reverse(LIST), {"q": words})) == {order.number}


def test_staff_filter_by_money(staff_client):
    unpaid, paid, refunded = make_order(), make_order(state=OrderState.PAID), make_order(state=OrderState.PAID)
    record_refund(order=refunded, amount=Money(100, "EUR"), reference="refund-1")
    due = make_order(state=OrderState.PAID)
    change_state(order=due, state=OrderState.CANCELLED)
    for money, wanted in (
        ("unpaid", {unpaid}),
        ("paid", {paid, due}),
        ("refunded", {refunded}),
        ("due", {due}),
        ("", {unpaid, paid, refunded, due}),
    ):
        assert numbers(staff_client.get(reverse(LIST), {"money": money} if money else {})) == {
            order.number for order in wanted
        }


def test_bulk_moves_in_the_admin_tell_which_could_not(staff_client):
    order, stuck = make_order(state=OrderState.PAID), make_order()
    page = act(staff_client, "start_processing", order, stuck)
    assert "1 order moved" in page
    assert f"{stuck.number}: The order cannot be moved to that state." in page

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from rest_framework.test import APIClient
from tests.conftest import make_staff, make_user

from shop_core.money import Money
from shop_orders.models import OrderState
from shop_orders.services.states import change_state
from shop_orders.testing import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_tries():
    cache.clear()


@pytest.fixture
def staff():
    return make_staff("view_order", "change_order")


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def ann(client):
    client.force_login(make_user("ann"))
    return client


def page_of(order):
    return reverse("shop_orders:sale-detail", args=[order.number])


def do(client, order, deed, about=None, **data):
    url = reverse("shop_orders:sale-deed", args=[order.number, deed, *([about.pk] if about else [])])
    return client.post(url, data)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def api_of(user):
    api = APIClient()
    api.force_authenticate(user)
    return api


def shared_order(**fields):
    return make_order(lines=2, quantity=2, sellers=["ann", "bob"], **{"state": OrderState.PROCESSING, **fields})


def test_staff_see_all_and_sellers_their_lines(desk, staff):
    order = shared_order()
    page = text(desk.get(page_of(order)))
    assert "Product 0" in page
    assert "Product 1" in page
    assert "anna@example.com" in page
    desk.force_login(make_user("bob"))
    page = text(desk.get(page_of(order)))
    assert "Product 0" not in page
    assert "Product 1" in page
    assert "Lindenstraße" in page
    assert "anna@example.com" not in page
    assert "Notes of staff" not in page


def test_the_orders_of_others_and_what_is_not_paid_do_not_exist_for_sellers(client, ann):
    for order in (make_order(sellers=["bob"], state=OrderState.PAID), make_order(sellers=["ann"])):
        assert client.get(page_of(order)).status_code == 404
        assert do(client, order, "move", state="processing").status_code == 404


def test_visitors_are_asked_to_log_in(client):
    assert client.get(page_of(shared_order())).status_code == 302


def test_a_seller_ships_the_own_part(ann):
    order = shared_order()
    own, other = order.lines.order_by("pk")
    do(ann, order, "move", state="shipped", lines=[own.pk, other.pk], carrier="Post", tracking_number="7")
    own.refresh_from_db()
    assert own.state == OrderState.PROCESSING  # a line of somebody else was among them
    answer = do(ann, order, "move", state="shipped", lines=[own.pk], carrier="Post", tracking_number="7")
    assert answer.url == page_of(order)
    page = ann.get(page_of(order))
    assert "Track 7" in text(page)
    assert 'href="https://post.example/7"' in page.content.decode()
    assert "A part of it: Shipped" in text(page)
    do(ann, order, "parcel", order.shipments.get(), carrier="Post", tracking_number="8")
    assert order.shipments.get().tracking_number == "8"


def test_the_parcels_of_other_sellers_are_not_theirs_to_change(ann):
    order = shared_order()
    change_state(order=order, state=OrderState.SHIPPED)
    answer = do(ann, order, "parcel", order.shipments.get(), carrier="Post", tracking_number="8")
    assert answer.status_code == 404
    assert "Ship to" in text(ann.get(page_of(order)))


def test_where_nothing_is_to_be_sent_a_seller_sees_no_address(ann):
    assert "Lindenstraße" not in text(ann.get(page_of(shared_order(state=OrderState.DELIVERED))))


def test_nothing_chosen_is_said_and_what_was_typed_stays(desk):
    answer = do(desk, shared_order(), "move", state="shipped", carrier="Post", tracking_number="RR-1")
    assert answer.status_code == 422
    assert "Choose at least one product" in text(answer)
    assert 'value="RR-1"' in answer.content.decode()


def test_a_move_that_is_not_allowed_is_said(desk):
    order = shared_order(state=OrderState.PAID)
    lines = [line.pk for line in order.lines.all()]
    answer = do(desk, order, "move", state="delivered", lines=lines)
    assert answer.status_code == 409
    assert "cannot be moved" in text(answer)


def test_units_are_cancelled_and_come_back(desk):
    order = shared_order()
    line = order.lines.first()
    for _ in range(2):
        do(desk, order, "cancel", line, quantity=1, key="a")
    change_state(order=order, state=OrderState.SHIPPED)
    do(desk, order, "return", line, quantity=1, key="b", restock="on")
    line.refresh_from_db()
    assert (line.cancelled_quantity, line.returned_quantity) == (1, 1)
    page = text(desk.get(page_of(order)))
    assert "Cancelled: 1" in page
    assert "Returned: 1" in page
    assert "Attention: money has to be returned" in page
    answer = do(desk, order, "return", line, quantity=1, key="c")
    assert answer.status_code == 409
    assert "fewer units" in text(answer)


def test_lines_and_parcels_of_nobody_do_not_exist(desk):
    order = shared_order()
    other = make_order().lines.get()
    assert do(desk, order, "cancel", other, quantity=1, key="a").status_code == 404
    assert do(desk, order, "parcel", other, carrier="a").status_code == 404
    assert do(desk, order, "burn").status_code == 404


def test_staff_write_notes_and_note_refunds(desk, staff):
    order = shared_order()
    do(desk, order, "note", text="Rings twice")
    do(desk, order, "refund", amount="5.00", reference="transfer-1")
    order.refresh_from_db()
    assert order.notes.get().author == staff
    assert order.refunded == Money(500, "EUR")
    page = text(desk.get(page_of(order)))
    assert "Rings twice" in page
    assert "Money returned · €5.00" in page
    answer = do(desk, order, "refund", amount="5,x", reference="transfer-2")
    assert answer.status_code == 422
    assert "transfer-2" in answer.content.decode()


def test_sellers_neither_write_notes_nor_refund(ann):
    order = shared_order()
    assert do(ann, order, "note", text="a").status_code == 404
    assert do(ann, order, "refund", amount="5.00", reference="a").status_code == 404


def test_the_customer_sees_parcels_lines_and_what_happened(client, user):
    order = shared_order(user=user)
    own, _ = order.lines.order_by("pk")
    client.force_login(make_user("ann"))
    do(client, order, "move", state="shipped", lines=[own.pk], carrier="Post", tracking_number="7")
    do(client, order, "return", own, quantity=1, key="a")
    client.force_login(user)
    page = text(client.get(order.get_absolute_url()))
    assert "Track 7" in page
    assert "Returned: 1" in page
    assert "Units returned · 1 unit · €12.50" in page


def test_pages_ask_as_often_for_one_line_as_for_many(desk, count_queries):
    def cost(lines):
        order = make_order(lines=lines, state=OrderState.SHIPPED)
        return count_queries(lambda: desk.get(page_of(order))), count_queries(
            lambda: desk.get(order.get_absolute_url())
        )

    cost(1)
    assert cost(1) == cost(20)


def test_a_guest_finds_the_order(client):
    order, url = make_order(), reverse("shop_orders:order-lookup")
    assert client.get(order.get_absolute_url()).status_code == 404
    typed = {"number": order.number.lower(), "email": "anna@example.com"}
    answer = client.post(url, typed)
    assert answer.url == order.get_absolute_url()
    assert client.get(answer.url).status_code == 200


def test_what_was_typed_stays_where_no_order_is_found(client, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "LOOKUP_TRIES": 2}
    order, url = make_order(), reverse("shop_orders:order-lookup")
    pages = [
        client.post(url, {"number": number, "email": "x@example.com"})
        for number in (order.number, "AAAA-AAAA-AA", order.number)
    ]
    assert [page.status_code for page in pages] == [404, 404, 429]
    first, second, third = (text(page) for page in pages)
    assert "There is no order with this number" in first
    assert "There is no order with this number" in second
    assert "too often" in third
    assert "x@example.com" in pages[0].content.decode()
    assert client.post(url, {"number": "", "email": ""}).status_code == 422


def test_a_made_up_address_brings_no_more_tries(client, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "LOOKUP_TRIES": 2}
    urls = (reverse("shop_orders:order-lookup"), "/api/orders/lookup/")
    answers = [
        client.post(
            urls[number % 2],
            {"number": f"AAAA-AAAA-A{number}", "email": "x@example.com"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}",
        )
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 429, 429]


def test_the_api_finds_a_guests_order_and_its_key():
    api, order = APIClient(), make_order()
    found = api.post("/api/orders/lookup/", {"number": order.number, "email": "anna@example.com"}).json()
    assert found["number"] == order.number
    assert APIClient().get(f"/api/orders/{order.number}/", {"key": found["key"]}).status_code == 200
    answer = api.post("/api/orders/lookup/", {"number": order.number, "email": "x@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (404, "order_not_found")


def test_the_api_lets_a_seller_move_the_own_lines():
    order = shared_order()
    own, other = order.lines.order_by("pk")
    api = api_of(make_user("ann"))
    items = api.get("/api/order-items/").json()["results"]
    assert [(item["id"], item["next_states"]) for item in items] == [(own.pk, ["shipped", "cancelled"])]
    url = f"/api/order-items/{own.pk}/"
    answer = api.patch(url, {"state": "shipped", "carrier": "Post", "tracking_number": "7"}, format="json").json()
    assert (answer["state"], answer["next_states"]) == ("shipped", ["delivered"])
    assert api.patch(f"/api/order-items/{other.pk}/", {"state": "shipped"}).status_code == 404
    assert (
        api.patch(f"/api/shipments/{answer['shipment']}/", {"tracking_number": "8"})
        .json()["tracking_url"]
        .endswith("/8")
    )
    assert api.post(f"{url}return/", {"quantity": 1}).json()["returned_quantity"] == 1


def test_the_api_repeats_nothing_with_the_same_key(staff):
    line, api = shared_order().lines.first(), api_of(staff)
    url = f"/api/order-items/{line.pk}/cancel/"
    for _ in range(2):
        answer = api.post(url, {"quantity": 1}, headers={"Idempotency-Key": "a"})
    assert answer.json()["cancelled_quantity"] == 1
    assert api.post(url, {"quantity": 2}).json()["code"] == "too_many_units"


def test_buyers_move_no_lines_and_no_parcels(user):
    order = shared_order(user=user)
    change_state(order=order, state=OrderState.SHIPPED)
    api = api_of(user)
    line = order.lines.first()
    assert api.patch(f"/api/order-items/{line.pk}/", {"state": "delivered"}).status_code == 403
    assert api.get(f"/api/shipments/{order.shipments.get().pk}/").status_code == 404
    shared = api_of(make_user("ann"))
    assert shared.patch(f"/api/shipments/{order.shipments.get().pk}/", {"carrier": "x"}).status_code == 403


def test_the_api_tells_the_history_by_right(user, staff):
    order = make_order(user=user, state=OrderState.PAID)
    url = f"/api/orders/{order.number}/"
    boss = api_of(staff)
    assert boss.post(f"{url}notes/", {"text": "Rings twice"}).status_code == 201
    assert [note["text"] for note in boss.get(f"{url}notes/").json()] == ["Rings twice"]
    refund = {"amount": {"amount": "20.00", "currency": "EUR"}, "reference": "transfer-1"}
    answer = boss.post(f"{url}refunds/", refund, format="json")
    assert (answer.status_code, answer.json()["payment_status"]) == (201, "refunded")
    kinds = [event["kind"] for event in boss.get(f"{url}events/").json()]
    assert kinds == ["placed", "refunded", "attention"]
    own = api_of(user)
    assert [event["kind"] for event in own.get(f"{url}events/").json()] == ["placed", "refunded"]
    assert own.get(f"{url}notes/").status_code == 403
    assert own.post(f"{url}refunds/", refund, format="json").status_code == 403


@pytest.mark.parametrize("number", ["lost", "%00", "AAAA-AAAA-AA", "%F0%9F%98%80"])
def test_numbers_that_are_none_are_not_found(desk, number):
    order = make_order(state=OrderState.PAID)
    for path in (f"orders/{number}/", f"orders/{number}/live/", f"orders/{order.number}/invoices/{number}/"):
        assert desk.get(f"/{path}").status_code == 404
    assert desk.get(f"/sales/{number}/").status_code == 404
    assert desk.post(f"/sales/{number}/move/").status_code == 404
    assert desk.get(f"/sales/{order.number.lower()}/").status_code == 200

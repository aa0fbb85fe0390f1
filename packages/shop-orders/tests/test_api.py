import pytest
from django.core.management import call_command
from rest_framework.test import APIClient
from tests.conftest import make_book, make_staff, make_user

from shop_orders.access import key_of
from shop_orders.models import CartState, Order, OrderState
from shop_orders.testing import make_cart, make_order, make_shipping_method

pytestmark = pytest.mark.django_db

ADDRESS = {
    "name": "Anna Nowak",
    "line1": "Lindenstraße 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}
ORDER = {"email": "anna@example.com", "shipping_address": ADDRESS}


@pytest.fixture
def api():
    return APIClient()


@pytest.fixture
def owner_api(api, user):
    api.force_authenticate(user)
    return api


@pytest.fixture
def staff_api():
    api = APIClient()
    api.force_authenticate(make_staff("view_order", "change_order", "delete_order"))
    return api


def add(api, book, quantity=1):
    return api.post("/api/cart/", {"product_ref": str(book.pk), "quantity": quantity}, format="json")


def place(api, key="", **fields):
    headers = {"Idempotency-Key": key} if key else {}
    return api.post("/api/orders/", {**ORDER, **fields}, format="json", headers=headers)


def test_a_visitor_has_a_cart_by_cookie(api, book):
    assert api.get("/api/cart/").json()["count"] == 0
    answer = add(api, book, 2)
    assert answer.status_code == 201
    cart = api.get("/api/cart/").json()
    assert cart == answer.json()
    assert (cart["count"], cart["total"]) == (2, {"amount": "25.00", "currency": "EUR"})
    assert cart["lines"][0]["name"] == "Dune"


def test_a_line_is_changed_and_removed(owner_api, book):
    line = add(owner_api, book).json()["lines"][0]["id"]
    assert owner_api.patch(f"/api/cart/{line}/", {"quantity": 9}, format="json").json()["count"] == 5
    assert owner_api.get("/api/cart-items/").json() == [{"id": line, "product_ref": str(book.pk), "quantity": 5}]
    assert owner_api.delete(f"/api/cart-items/{line}/").json()["count"] == 0
    assert owner_api.delete(f"/api/cart/{line}/").status_code == 404


def test_a_line_can_be_posted_to_the_collection(owner_api, book):
    answer = owner_api.post("/api/cart-items/", {"product_ref": str(book.pk)}, format="json")
    assert (answer.status_code, answer.json()["count"]) == (201, 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [({"product_ref": "lamp"}, "not_for_sale"), ({}, "invalid"), ({"product_ref": "a", "quantity": 0}, "invalid")],
)
def test_what_cannot_be_added_is_refused_by_name(api, body, code):
    assert api.post("/api/cart/", body, format="json").json()["code"] == code


def test_a_guest_orders(api, book):
    method = make_shipping_method()
    add(api, book, 2)
    answer = place(api, shipping_method=method.pk)
    order = answer.json()
    assert answer.status_code == 201
    assert order["payment_url"] == f"/till/order/{order['id']}/"
    assert order["total"] == {"amount": "29.90", "currency": "EUR"}
    assert (order["state"], order["payment_status"], order["next_states"]) == ("pending", "unpaid", ["cancelled"])
    assert api.get(f"/api/orders/{order['id']}/").json()["id"] == order["id"]


def test_a_user_needs_no_email(owner_api, user, book):
    add(owner_api, book)
    answer = owner_api.post("/api/checkout/", {"shipping_address": ADDRESS}, format="json")
    assert answer.json()["email"] == user.email_address


def test_a_guest_needs_one(api, book):
    add(api, book)
    answer = api.post("/api/orders/", {"shipping_address": ADDRESS}, format="json")
    assert answer.json()["errors"] == {"email": ["This field is required."]}


def test_the_same_key_answers_the_same_order_and_starts_one_payment(api, book):
    add(api, book)
    first, second = place(api, key="a").json(), place(api, key="a").json()
    assert first["id"] == second["id"]
    assert (first["payment_url"], second["payment_url"]) == (f"/till/order/{first['id']}/", None)
    conflict = place(api, key="a", billing_address={**ADDRESS, "name": "Boss"})
    assert (conflict.status_code, conflict.json()["code"]) == (409, "idempotency_conflict")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"shipping_address": {**ADDRESS, "postal_code": "1"}}, "shipping_address"),
        ({"return_url": "https://evil.example/"}, "return_url"),
    ],
)
def test_a_wrong_body_names_the_field(api, book, fields, field):
    add(api, book)
    answer = place(api, **fields)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_an_empty_cart_cannot_be_ordered(api):
    assert place(api).json()["code"] == "empty_cart"


def test_what_is_sold_out_is_a_conflict_with_what_is_left(api, book):
    add(api, book, 3)
    book.copies = 1
    book.save()
    answer = place(api)
    assert (answer.status_code, answer.json()["shortages"]) == (409, {str(book.pk): 1})


def test_an_unreachable_provider_is_a_502_and_the_order_stays_payable(owner_api, book, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PAYMENT_STARTER": "tests.testapp.shop.BrokenTill"}
    add(owner_api, book)
    assert place(owner_api).status_code == 502
    number = Order.objects.get().number
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PAYMENT_STARTER": "tests.testapp.shop.Till"}
    assert owner_api.post(f"/api/orders/{number}/pay/").json()["payment_url"].startswith("/till/")


def test_everybody_lists_their_own_and_staff_all(owner_api, user, staff_api):
    own = make_order(user=user)
    make_order(user=make_user())
    make_order()
    assert [order["id"] for order in owner_api.get("/api/orders/").json()["results"]] == [own.number]
    assert staff_api.get("/api/orders/").json()["count"] == 3
    assert APIClient().get("/api/orders/").json()["count"] == 0


def test_staff_filter_search_and_order(staff_api):
    make_order(state=OrderState.PAID, email="rita@example.com")
    make_order(lines=2)
    found = staff_api.get("/api/orders/", {"state": "paid", "search": "rita", "ordering": "total_amount"}).json()
    assert found["count"] == 1
    assert staff_api.get("/api/orders/", {"search": "Product 1"}).json()["count"] == 1
    assert staff_api.get("/api/orders/", {"state": "lost"}).status_code == 400


def test_the_orders_of_others_do_not_exist(owner_api):
    order = make_order(user=make_user())
    assert owner_api.get(f"/api/orders/{order.number}/").status_code == 404
    assert owner_api.delete(f"/api/orders/{order.number}/").status_code == 404


def test_a_guests_order_opens_with_its_key(api):
    order = make_order()
    assert api.get(f"/api/orders/{order.number}/").status_code == 404
    assert api.get(f"/api/orders/{order.number}/", {"key": key_of(order)}).status_code == 200


def test_staff_move_an_order_by_the_table(staff_api):
    url = f"/api/orders/{make_order(state=OrderState.PAID).number}/"
    assert staff_api.get(url).json()["next_states"] == ["processing", "cancelled"]
    assert staff_api.patch(url, {"state": "processing"}, format="json").json()["state"] == "processing"
    assert staff_api.patch(url, {"state": "pending"}, format="json").json()["code"] == "move_not_allowed"


def test_an_owner_only_cancels(owner_api, user):
    url = f"/api/orders/{make_order(user=user).number}/"
    assert owner_api.patch(url, {"state": "shipped"}, format="json").status_code == 403
    assert owner_api.patch(url, {"state": "cancelled"}, format="json").json()["cancel_reason"] == "customer"


def test_deleting_cancels_ones_own_and_hides_for_staff(owner_api, user, staff_api):
    own, other = make_order(user=user), make_order()
    assert owner_api.delete(f"/api/orders/{own.number}/").status_code == 204
    assert staff_api.delete(f"/api/orders/{other.number}/").status_code == 204
    own.refresh_from_db()
    assert own.state == OrderState.CANCELLED
    assert not Order.objects.filter(pk=other.pk).exists()
    assert Order.all_objects.get(pk=other.pk).events.filter(kind="deleted").exists()


def test_who_may_only_look_may_not_delete_or_pay():
    api, order = APIClient(), make_order()
    api.force_authenticate(make_staff("view_order"))
    url = f"/api/orders/{order.number}/"
    assert api.delete(url).status_code == 403
    assert api.post(f"{url}pay/").status_code == 403
    assert api.patch(url, {"state": "cancelled"}, format="json").status_code == 403


def test_order_items_are_the_lines_of_ones_orders(owner_api, user, staff_api):
    order = make_order(user=user, lines=2)
    make_order()
    items = owner_api.get("/api/order-items/").json()
    assert (items["count"], items["results"][0]["order"]) == (2, order.number)
    assert staff_api.get("/api/order-items/").json()["count"] == 3
    assert APIClient().get("/api/order-items/").status_code in (401, 403)


def test_lists_ask_as_often_for_one_as_for_many(owner_api, user, count_queries):
    def cost(rows):
        Order.objects.update(user=None)
        for _ in range(rows):
            make_order(user=user)
        user.shop_orders_carts.update(state=CartState.MERGED)
        make_cart({str(make_book().pk): 1 for _ in range(rows)}, user=user)
        paths = ["orders/?page_size=100", "order-items/?page_size=100", "cart/", "cart-items/"]
        return [count_queries(lambda path=path: owner_api.get(f"/api/{path}")) for path in paths]

    cost(1)  # the rights of a user are read once
    assert cost(1) == cost(20) == cost(100)


def test_the_schema_is_written_without_warnings(tmp_path):
    call_command("spectacular", file=str(tmp_path / "schema.yaml"), validate=True, fail_on_warn=True)

import pytest
from django.urls import reverse
from tests.conftest import make_book, make_user

from shop_core.money import Money
from shop_orders.models import Order, OrderState, SellerEntry
from shop_orders.testing import make_cart, make_order, make_shipping_method

pytestmark = pytest.mark.django_db

LIST = "admin:shop_orders_order_changelist"


@pytest.fixture
def staff_client(client):
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


def act(client, action, *orders):
    data = {"action": action, "_selected_action": [order.pk for order in orders]}
    return client.post(reverse(LIST), data, follow=True).content.decode()


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("start_processing", OrderState.PAID, OrderState.PROCESSING),
        ("mark_shipped", OrderState.PROCESSING, OrderState.SHIPPED),
        ("mark_delivered", OrderState.SHIPPED, OrderState.DELIVERED),
        ("cancel", OrderState.PENDING, OrderState.CANCELLED),
    ],
)
def test_actions_move_orders_by_the_table(staff_client, action, before, after):
    stuck = make_order(state=OrderState.CANCELLED if after == OrderState.DELIVERED else OrderState.DELIVERED)
    movable = make_order(state=before)
    page = act(staff_client, action, movable, stuck)
    movable.refresh_from_db()
    assert movable.state == after
    assert "1 order moved" in page
    assert f"{stuck.number}: " in page


def test_attention_is_settled_and_orders_are_deleted_softly(staff_client):
    order = make_order(needs_attention=True)
    act(staff_client, "settle", order)
    order.refresh_from_db()
    assert not order.needs_attention
    staff_client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [order.pk], "post": "yes"})
    assert Order.all_objects.get(pk=order.pk).is_deleted


def test_an_order_is_read_with_its_lines_and_history(staff_client):
    order = make_order(lines=2)
    page = staff_client.get(reverse("admin:shop_orders_order_change", args=[order.pk])).content.decode()
    assert "Product 1" in page
    assert "placed" in page


def test_the_other_lists_open(staff_client):
    make_shipping_method()
    cart = make_cart({str(make_book().pk): 1})
    for name in ("shippingmethod_changelist", "cart_changelist", "shippingmethod_add"):
        assert staff_client.get(reverse(f"admin:shop_orders_{name}")).status_code == 200
    assert staff_client.get(reverse("admin:shop_orders_cart_change", args=[cart.pk])).status_code == 200


def test_the_lists_ask_as_often_for_one_as_for_many(staff_client, count_queries):
    def cost(rows):
        for _ in range(rows):
            make_order(user=make_user())
            make_cart(user=make_user())
        return [
            count_queries(lambda name=name: staff_client.get(reverse(f"admin:shop_orders_{name}_changelist")))
            for name in ("order", "cart")
        ]

    assert cost(1) == cost(20) == cost(100)


def test_parts_of_sellers_and_invoices_are_looked_at(staff_client):
    order = make_order(sellers=["ann"], state=OrderState.PAID)
    for name, row in (("suborder", order.sub_orders.get()), ("invoice", order.invoices.get())):
        assert order.number in staff_client.get(reverse(f"admin:shop_orders_{name}_changelist")).content.decode()
        page = staff_client.get(reverse(f"admin:shop_orders_{name}_change", args=[row.pk]))
        assert order.number in page.content.decode()
        assert staff_client.get(reverse(f"admin:shop_orders_{name}_add")).status_code == 403


def test_what_was_paid_out_is_entered_once(staff_client):
    make_order(sellers=["ann"], state=OrderState.PAID)
    url = reverse("admin:shop_orders_sellerentry_add")
    data = {"seller_ref": "ann", "amount": "-5.00", "currency": "EUR", "reference": "transfer-1"}
    assert staff_client.get(url).status_code == 200
    for _ in range(2):
        assert staff_client.post(url, data).status_code == 302
    entry = SellerEntry.objects.get(reference="transfer-1")
    assert (entry.kind, entry.amount) == ("adjustment", Money(-500, "EUR"))
    assert "already stands for another amount" in staff_client.post(url, {**data, "amount": "1"}).content.decode()
    assert staff_client.post(url, {**data, "amount": "x"}).status_code == 200
    page = staff_client.get(reverse("admin:shop_orders_sellerentry_change", args=[entry.pk])).content.decode()
    assert "transfer-1" in page


def test_lists_of_papers_and_sellers_ask_as_often_for_one_as_for_many(staff_client, count_queries):
    def cost(rows):
        for _ in range(rows):
            make_order(sellers=["ann"], state=OrderState.PAID)
        return [
            count_queries(lambda name=name: staff_client.get(reverse(f"admin:shop_orders_{name}_changelist")))
            for name in ("suborder", "sellerentry", "invoice")
        ]

    assert cost(1) == cost(20)

from decimal import Decimal

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient
from tests.conftest import make_staff, make_user
from tests.test_desk import text

from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_orders.commission import FlatCommission
from shop_orders.exceptions import AppendOnlyError, ReferenceUsedError
from shop_orders.models import CancelReason, OrderState, SellerEntry, SubOrder
from shop_orders.services.lines import cancel_units, move_lines, return_units
from shop_orders.services.payment import mark_paid
from shop_orders.services.states import cancel_order, change_state
from shop_orders.services.sub_orders import adjust_balance
from shop_orders.services.verification import find_inconsistencies
from shop_orders.testing import make_order
from shop_orders.views.sales import SellerListView

pytestmark = pytest.mark.django_db


class BobsShare:
    """A `CommissionPolicy` from outside: bob gives less."""

    def rates(self, seller_refs):
        return {ref: Decimal("0.05") if ref == "bob" else Decimal("0.25") for ref in seller_refs}


@pytest.fixture(autouse=True)
def commission(settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "COMMISSION_RATE": Decimal("0.1")}


def sale(**fields):
    """Return an order of two sellers and the shop itself, paid through the service."""
    order = make_order(**{"lines": 3, "quantity": 3, "sellers": ["ann", "bob", ""], **fields})
    return mark_paid(order=order, amount=order.total, reference="payment-1")


def entries(ref):
    rows = SellerEntry.objects.of_sellers([ref]).order_by("pk")
    return list(rows.values_list("kind", "moved_amount"))


def balance(ref):
    return [row["balance"] for row in SellerEntry.objects.of_sellers([ref]).balances()]


def part_of(order, ref="ann"):
    return order.sub_orders.get(seller_ref=ref)


def api_of(user):
    api = APIClient()
    api.force_authenticate(user)
    return api


def test_each_seller_gets_a_part_and_is_owed_for_it():
    order = sale()
    assert list(order.sub_orders.order_by("pk").values_list("seller_ref", "state", "total_amount")) == [
        ("ann", "paid", 3750),
        ("bob", "paid", 3750),
    ]
    assert entries("ann") == [("sale", 3750), ("commission", -375)]
    assert balance("bob") == [Money(3375, "EUR")]
    assert list(find_inconsistencies()) == []


def test_what_is_not_paid_owes_nobody_anything():
    order = make_order(sellers=["ann"])
    cancel_order(order=order, reason=CancelReason.CUSTOMER)
    assert not SubOrder.objects.exists()
    assert not SellerEntry.objects.exists()


def test_the_rate_of_each_seller_comes_from_a_hook_and_is_kept_with_the_sale(settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "COMMISSION_POLICY": "tests.test_sellers.BobsShare"}
    order = sale()
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "COMMISSION_POLICY": "shop_orders.commission.FlatCommission"}
    assert [part.commission_rate for part in order.sub_orders.order_by("pk")] == [Decimal("0.25"), Decimal("0.05")]
    assert part_of(order, "bob").commission == Money(188, "EUR")  # 187.5 cents, half up
    cancel_units(order=order, units={order.lines.get(seller_ref="bob"): 3})
    assert balance("bob") == [Money(0, "EUR")]
    assert FlatCommission().rates(["ann"]) == {"ann": Decimal("0.1")}


def test_the_part_follows_its_lines():
    order = change_state(order=sale(), state=OrderState.PROCESSING)
    move_lines(order=order, lines=[order.lines.get(seller_ref="ann")], state=OrderState.SHIPPED)
    assert (part_of(order).state, part_of(order, "bob").state) == ("shipped", "processing")


def test_units_taken_back_lower_what_is_owed_and_the_commission():
    order = sale()
    line = order.lines.get(seller_ref="ann")
    for _ in range(2):
        cancel_units(order=order, units={line: 1}, key="a")
    for state in (OrderState.PROCESSING, OrderState.SHIPPED):
        order = change_state(order=order, state=state)
    return_units(order=order, units={line: 2})
    assert entries("ann")[2:] == [("refund", -1250), ("commission", 125), ("refund", -2500), ("commission", 250)]
    assert balance("ann") == [Money(0, "EUR")]
    assert list(find_inconsistencies()) == []


def test_a_cancelled_order_owes_nothing_any_more():
    order = sale()
    cancel_units(order=order, units={order.lines.get(seller_ref="ann"): 1})
    for _ in range(2):
        cancel_order(order=order, reason=CancelReason.STAFF)
    assert balance("ann") == balance("bob") == [Money(0, "EUR")]
    assert {part.state for part in order.sub_orders.all()} == {"cancelled"}
    assert list(find_inconsistencies()) == []


@given(rate=st.decimals(0, 1, places=4), cuts=st.lists(st.integers(1, 3), max_size=4), total=st.integers(0, 9_999))
def test_what_is_owed_is_the_sum_of_the_entries(rate, cuts, total):
    part = SubOrder(total_amount=total, commission_rate=rate, currency="EUR")
    owed = part.payout.minor
    for cut in cuts:
        worth, commission = part.sold_amount, part.commission_amount
        part.taken_back_amount = min(total, part.taken_back_amount + cut * total // 10)
        owed += part.sold_amount - worth + commission - part.commission_amount
        assert 0 <= part.commission_amount <= part.sold_amount
    assert owed == part.payout.minor


def test_what_was_paid_out_lowers_the_balance_once():
    sale()
    for _ in range(2):
        adjust_balance(seller_ref="ann", amount=Money(-3000, "EUR"), reference="transfer-1")
    assert balance("ann") == [Money(375, "EUR")]
    with pytest.raises(ReferenceUsedError):
        adjust_balance(seller_ref="ann", amount=Money(-1, "EUR"), reference="transfer-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        adjust_balance(seller_ref="ann", amount=Money(0, "EUR"), reference="transfer-2")


def test_the_ledger_is_never_changed():
    sale()
    entry = SellerEntry.objects.first()
    rows = SellerEntry.objects.all()
    for deed in (
        entry.save,
        entry.delete,
        rows.delete,
        lambda: rows.update(moved_amount=1),
        lambda: rows.bulk_update([entry], ["reference"]),
    ):
        with pytest.raises(AppendOnlyError):
            deed()


def test_contradictions_of_sellers_are_reported():
    order = sale()
    SubOrder.objects.filter(seller_ref="ann").update(taken_back_amount=1)
    order.lines.filter(seller_ref="").update(seller_ref="carl")
    faults = " ".join(find_inconsistencies())
    assert "ann is owed 3375, but the part comes to 3374" in faults
    assert "a seller has no part of it" in faults


@pytest.mark.parametrize("rate", ["1.1", "-0.1"])
def test_a_commission_is_a_share(settings, rate):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "COMMISSION_RATE": Decimal(rate)}
    assert "shop_orders.E009" in [fault.id for fault in run_checks()]


def test_a_seller_reads_the_own_sales_and_what_they_come_to(client):
    order, other = sale(), make_order(sellers=["bob"], state=OrderState.PAID)
    cancel_units(order=order, units={order.lines.get(seller_ref="ann"): 1})
    adjust_balance(seller_ref="ann", amount=Money(-1000, "EUR"), reference="transfer-1")
    client.force_login(make_user("ann"))
    page = text(client.get(reverse("shop_orders:sale-list")))
    assert order.number in page
    assert other.number not in page
    assert "2 × Product 0" in page
    assert "Product 1" not in page
    assert "€22.50 €37.50 less €2.50" in page
    assert "You are owed €12.50" in page
    page = text(client.get(reverse("shop_orders:seller-ledger")))
    assert "Sale" in page
    assert "transfer-1" in page
    assert "-€10.00" in page
    assert order.number in text(client.get(reverse("shop_orders:sale-list"), {"state": "paid"}))
    assert "Nothing sold yet" in text(client.get(reverse("shop_orders:sale-list"), {"state": "shipped"}))


def test_who_sells_nothing_reads_that(client):
    assert client.get(reverse("shop_orders:sale-list")).status_code == 302
    client.force_login(make_user("stranger"))
    for name in ("sale-list", "seller-ledger"):
        assert "Nothing sold yet" in text(client.get(reverse(f"shop_orders:{name}")))


def test_the_api_shows_a_seller_the_own_part_alone():
    order = sale(email="secret@example.com")
    api = api_of(make_user("ann"))
    (part,) = api.get("/api/seller-orders/").json()["results"]
    assert (part["order"], part["payout"]["amount"], len(part["lines"])) == (order.number, "33.75", 1)
    assert (part["next_states"], part["ship_to"]["city"]) == (["processing", "cancelled"], "Berlin")
    assert "secret@example.com" not in str(part)
    url = f"/api/seller-orders/{part['id']}/"
    assert api.patch(url, {"state": "processing"}).json()["state"] == "processing"
    answer = api.patch(url, {"state": "shipped", "carrier": "Post", "tracking_number": "7"}).json()
    assert (answer["state"], answer["ship_to"]["phone"]) == ("shipped", "")
    assert api.patch(url, {"state": "processing"}).json()["code"] == "move_not_allowed"
    assert api.patch(f"/api/seller-orders/{part_of(order, 'bob').pk}/", {"state": "processing"}).status_code == 404
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_the_api_tells_the_ledger_and_the_balance():
    sale()
    api, staff = api_of(make_user("bob")), api_of(make_staff("view_order"))
    kinds = [entry["kind"] for entry in api.get("/api/seller-ledger/").json()["results"]]
    assert kinds == ["commission", "sale"]
    assert api.get("/api/seller-ledger/balance/").json() == [
        {"seller_ref": "bob", "balance": {"amount": "33.75", "currency": "EUR"}}
    ]
    assert staff.get("/api/seller-orders/").json()["count"] == 2
    assert len(staff.get("/api/seller-ledger/balance/").json()) == 2
    part = staff.get("/api/seller-orders/").json()["results"][0]
    assert staff.patch(f"/api/seller-orders/{part['id']}/", {"state": "processing"}).status_code == 403
    assert APIClient().get("/api/seller-orders/").status_code in (401, 403)


def test_lists_of_sellers_ask_as_often_for_one_as_for_many(client, count_queries, monkeypatch):
    monkeypatch.setattr(SellerListView, "page_size", 100)
    ann = make_user("ann")
    client.force_login(ann)
    api = api_of(ann)

    def cost(rows):
        for _ in range(rows):
            make_order(lines=2, sellers=["ann", "bob"], state=OrderState.PAID)
        paths = [reverse("shop_orders:sale-list"), reverse("shop_orders:seller-ledger")]
        paths += ["/api/seller-orders/?page_size=100", "/api/seller-ledger/?page_size=100"]
        return [count_queries(lambda path=path: (api if "/api/" in path else client).get(path)) for path in paths]

    cost(1)
    assert cost(1) == cost(20)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_marks_owe_each_seller_once():
    order = make_order(lines=2, sellers=["ann", "bob"])
    run_in_threads(lambda _: mark_paid(order=order, amount=order.total, reference="payment-1"), range(10))
    assert entries("ann") == [("sale", 1250), ("commission", -125)]
    run_in_threads(lambda _: cancel_order(order=order, reason=CancelReason.STAFF), range(10))
    assert balance("ann") == [Money(0, "EUR")]
    assert len(entries("ann")) == 4
    run_in_threads(lambda _: adjust_balance(seller_ref="ann", amount=Money(5, "EUR"), reference="once"), range(10))
    assert balance("ann") == [Money(5, "EUR")]
    assert list(find_inconsistencies()) == []

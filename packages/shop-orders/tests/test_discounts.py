from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import make_book, make_user
from tests.test_checkout import place

from shop_core.contracts import ProductInfo
from shop_core.money import Money
from shop_core.testing.threads import run_in_threads
from shop_orders.exceptions import (
    PriceChangedError,
    UnknownVoucherError,
    VoucherAlreadyUsedError,
    VoucherBelowMinimumError,
    VoucherExpiredError,
    VoucherNotForTheseError,
    VoucherOutdoneError,
    VoucherTooEarlyError,
    VoucherUsedUpError,
)
from shop_orders.hooks import Basket, BasketLine
from shop_orders.models import CancelReason, Discount, Order, OrderState
from shop_orders.policies import DiscountTable
from shop_orders.policies.discounts import split, stacked
from shop_orders.services.expiry import expire_orders
from shop_orders.services.payment import mark_paid
from shop_orders.services.states import cancel_order
from shop_orders.services.verification import find_inconsistencies
from shop_orders.services.vouchers import remove_voucher, set_voucher
from shop_orders.testing import make_cart, make_discount, make_shipping_method


def basket(*lines, **fields):
    """Return a basket of lines ``(minor units, quantity, fields of the product)``."""
    entries = [
        BasketLine(
            product=ProductInfo(ref=f"p{number}", group_ref="", name="", price=Money(minor, "EUR"), **product),
            quantity=quantity,
            unit_price=Money(minor, "EUR"),
        )
        for number, (minor, quantity, product) in enumerate(lines)
    ]
    return Basket(**{"lines": entries, "currency": "EUR", **fields})


def grant(*lines, **fields):
    return DiscountTable().discounts(basket(*lines, **fields))


def off(granted):
    return [one.off.minor for one in granted.applied]


amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)


@given(amounts, st.decimals("0.01", 100, places=2))
def test_the_parts_of_a_percentage_sum_to_the_whole_and_none_is_more_than_its_line(minors, percent):
    parts = split(Discount(percent_off=percent), [Money(minor, "EUR") for minor in minors])
    exact = sum(minors) * percent / 100
    assert abs(sum(part.minor for part in parts) - exact) <= 0.5 or not any(minors)
    assert all(0 <= part.minor <= minor for part, minor in zip(parts, minors, strict=True))


@given(amounts, st.integers(1, 10**10))
def test_the_parts_of_an_amount_sum_to_it_or_to_all_there_is(minors, amount):
    parts = split(Discount(off_amount=amount, currency="EUR"), [Money(minor, "EUR") for minor in minors])
    assert sum(part.minor for part in parts) == min(amount, sum(minors))
    assert all(0 <= part.minor <= minor for part, minor in zip(parts, minors, strict=True))


rows = st.builds(
    lambda percent, amount: Discount(percent_off=percent, off_amount=None if percent else amount, currency="EUR"),
    st.none() | st.decimals("0.01", 100, places=2),
    st.integers(1, 10**6),
)


@given(
    st.lists(rows, max_size=6), st.lists(st.tuples(st.integers(0, 10**5), st.integers(1, 9)), min_size=1, max_size=9)
)
def test_however_many_discounts_add_up_no_line_falls_below_nothing(discounts, lines):
    wanted = basket(*[(minor, quantity, {}) for minor, quantity in lines])
    applied = stacked(discounts, wanted)
    for line in wanted.lines:
        parts = [one.parts[line.product.ref].minor for one in applied]
        assert min(parts, default=0) >= 0
        assert sum(parts) <= line.total.minor
    assert all(one.off for one in applied)


@pytest.mark.django_db
class TestTheTable:
    def test_percent_and_amounts_are_split_to_the_last_minor_unit(self):
        make_discount()
        granted = grant((333, 1, {}), (333, 1, {}), (333, 1, {}))
        assert {ref: part.minor for ref, part in granted.applied[0].parts.items()} == {"p0": 34, "p1": 33, "p2": 33}

    def test_an_amount_takes_no_more_than_there_is(self):
        make_discount(off_amount=5000)
        assert off(grant((1000, 2, {}))) == [2000]

    def test_a_voucher_is_granted_only_to_who_types_it(self):
        make_discount(code="HELLO")
        assert off(grant((1000, 1, {}))) == []
        assert off(grant((1000, 1, {}), voucher=" hello ")) == [100]

    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"starts_at": timezone.now() + timedelta(days=1)}, VoucherTooEarlyError),
            ({"ends_at": timezone.now() - timedelta(days=1)}, VoucherExpiredError),
            ({"max_uses": 3, "uses": 3}, VoucherUsedUpError),
            ({"minimum_amount": 1001}, VoucherBelowMinimumError),
            ({"category_refs": ["lamps"]}, VoucherNotForTheseError),
            ({"seller_refs": ["ann"]}, VoucherNotForTheseError),
            ({"currency": "USD"}, VoucherNotForTheseError),
            ({"is_active": False}, UnknownVoucherError),
            ({"deleted_at": timezone.now()}, UnknownVoucherError),
            ({"code": "OTHER"}, UnknownVoucherError),
        ],
    )
    def test_each_limit_is_named(self, fields, refusal):
        make_discount(**{"code": "HELLO", **fields})
        granted = grant((1000, 1, {}), voucher="HELLO")
        assert (off(granted), type(granted.refusal)) == ([], refusal)

    def test_a_refusal_says_how_much_is_missing(self):
        make_discount(code="HELLO", minimum_amount=3000)
        assert str(grant((1000, 1, {}), voucher="HELLO").refusal) == (
            "Add goods for €20.00 more: this code is valid from €30.00 on."
        )

    def test_a_category_counts_with_all_below_it_and_the_minimum_is_of_its_goods(self):
        make_discount(code="LAMPS", category_refs=["home"], minimum_amount=1000)
        lamp, sock = {"category_refs": ("home", "lamps")}, {"category_refs": ("fashion",)}
        assert off(grant((1000, 1, lamp), (5000, 1, sock), voucher="LAMPS")) == [100]
        assert isinstance(grant((999, 1, lamp), (5000, 1, sock), voucher="LAMPS").refusal, VoucherBelowMinimumError)

    def test_a_store_counts_for_its_own_goods(self):
        make_discount(seller_refs=["ann", "bob"])
        assert off(grant((1000, 1, {"seller_ref": "bob"}), (1000, 1, {"seller_ref": "eve"}))) == [100]

    def test_discounts_add_up_by_priority_each_of_what_is_left(self):
        make_discount(name="second", off_amount=100, priority=2)
        make_discount(name="first", percent_off=50, priority=1)
        granted = grant((1000, 1, {}))
        assert [(one.name, one.off.minor) for one in granted.applied] == [("first", 500), ("second", 100)]

    def test_many_discounts_never_take_more_than_a_line_costs(self):
        for _ in range(3):
            make_discount(off_amount=400)
        assert off(grant((1000, 1, {}))) == [400, 400, 200]

    def test_of_an_exclusive_one_and_the_others_together_the_buyer_gets_the_better(self):
        make_discount(name="all", percent_off=10)
        exclusive = make_discount(name="alone", code="ALONE", percent_off=20, is_exclusive=True)
        assert [one.name for one in grant((1000, 1, {}), voucher="ALONE").applied] == ["alone"]
        Discount.objects.filter(pk=exclusive.pk).update(percent_off=10)
        granted = grant((1000, 1, {}), voucher="ALONE")
        assert [one.name for one in granted.applied] == ["all"]
        assert isinstance(granted.refusal, VoucherOutdoneError)

    def test_a_customer_is_known_by_account_or_address(self):
        user = make_user()
        make_discount(code="ONCE", max_uses_per_customer=1)
        place(make_cart({str(make_book().pk): 1}), voucher="ONCE", user=user, email="rita@example.com")
        for known in ({"buyer": user}, {"email": "RITA@example.com"}, {"buyer": user, "email": "other@example.com"}):
            assert isinstance(grant((1000, 1, {}), voucher="ONCE", **known).refusal, VoucherAlreadyUsedError)
        assert grant((1000, 1, {}), voucher="ONCE", email="other@example.com").refusal is None

    def test_one_query_answers_for_any_number_of_lines_and_discounts(self, django_assert_num_queries):
        for _ in range(9):
            make_discount(max_uses_per_customer=5)
        for count in (1, 50):
            with django_assert_num_queries(1):
                grant(*[(1000, 1, {})] * count, email="rita@example.com")

    @pytest.mark.parametrize(
        "fields",
        [
            {"percent_off": 10, "off_amount": 100},
            {"percent_off": None},
            {"percent_off": 101},
            {"off_amount": 0},
            {"off_amount": 100, "currency": ""},
            {"minimum_amount": 100, "currency": ""},
            {"code": "lower"},
            {"starts_at": timezone.now(), "ends_at": timezone.now() - timedelta(days=1)},
        ],
    )
    def test_the_database_refuses_what_makes_no_sense(self, fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_discount(**fields)

    def test_a_code_is_free_again_when_its_discount_is_deleted(self):
        make_discount(code="HELLO").soft_delete()
        make_discount(code="HELLO")
        with pytest.raises(IntegrityError), transaction.atomic():
            make_discount(code="HELLO")


@pytest.mark.django_db
class TestAnOrder:
    def test_it_keeps_its_discounts_and_each_line_its_share(self):
        make_discount(name="Spring", percent_off=10)
        make_discount(name="Hello", code="HELLO", off_amount=333)
        cart = make_cart({str(make_book(price_amount=price).pk): 1 for price in (1000, 2000)})
        order = place(cart, voucher="hello")
        Discount.objects.all().delete()
        kept = [(one.name, one.code, one.off.minor) for one in order.discounts.order_by("pk")]
        assert kept == [("Spring", "", 300), ("Hello", "HELLO", 333)]
        assert [line.discount.minor for line in order.lines.order_by("unit_amount")] == [211, 422]
        assert (order.items.minor, order.discount.minor, order.total.minor) == (3000, 633, 2367)
        assert list(find_inconsistencies()) == []

    def test_the_voucher_of_the_cart_is_used_unless_another_is_given(self):
        make_discount(code="HELLO")
        book = make_book()
        assert place(make_cart({str(book.pk): 1}, voucher="HELLO")).discount
        assert not place(make_cart({str(book.pk): 1}, voucher="HELLO"), voucher="").discount

    def test_a_voucher_that_grants_nothing_places_nothing(self):
        cart = make_cart({str(make_book().pk): 1}, voucher="GONE")
        with pytest.raises(UnknownVoucherError) as refused:
            place(cart)
        assert refused.value.errors == {"voucher": ["We do not know this code. Please look for a typing mistake."]}
        cart.refresh_from_db()
        assert (cart.state, Order.objects.count()) == ("open", 0)

    def test_a_discount_that_ended_meanwhile_is_a_changed_price(self):
        cart = make_cart({str(make_book(price_amount=1000).pk): 1})
        make_discount(ends_at=timezone.now() - timedelta(seconds=1))
        with pytest.raises(PriceChangedError):
            place(cart, expected_total=Money(900, "EUR"))

    def test_an_unpaid_order_that_is_cancelled_gives_the_use_back_once(self):
        discount = make_discount(max_uses=1)
        order = place(make_cart({str(make_book().pk): 1}))
        for _ in range(2):
            cancel_order(order=order, reason=CancelReason.CUSTOMER)
        discount.refresh_from_db()
        assert discount.uses == 0
        assert place(make_cart({str(make_book().pk): 1})).discount
        assert list(find_inconsistencies()) == []

    def test_a_paid_order_that_is_cancelled_has_used_it(self):
        discount = make_discount()
        order = place(make_cart({str(make_book().pk): 1}))
        mark_paid(order=order, amount=order.total, reference="1")
        cancel_order(order=order, reason=CancelReason.STAFF)
        discount.refresh_from_db()
        assert discount.uses == 1

    def test_late_money_takes_the_use_again_even_where_none_is_left(self):
        discount = make_discount(code="HELLO", max_uses=1)
        order = place(make_cart({str(make_book().pk): 1}), voucher="HELLO")
        Order.objects.update(hold_expires_at=timezone.now() - timedelta(seconds=1))
        assert expire_orders() == 1
        place(make_cart({str(make_book().pk): 1}), voucher="HELLO")
        assert mark_paid(order=order, amount=order.total, reference="1").state == OrderState.PAID
        mark_paid(order=order, amount=order.total, reference="1")
        discount.refresh_from_db()
        assert discount.uses == 2
        assert list(find_inconsistencies()) == []

    def test_a_wrong_count_is_found(self):
        make_discount(name="Spring", uses=3)
        assert list(find_inconsistencies()) == ["Discount Spring: it counts 3 uses, but 0 orders have it."]


@pytest.mark.django_db
class TestTheCart:
    def test_a_voucher_stays_in_the_cart_until_it_is_taken_out(self):
        make_discount(code="HELLO")
        cart = make_cart({str(make_book().pk): 1})
        set_voucher(cart=cart, code=" hello")
        cart.refresh_from_db()
        assert cart.voucher == "HELLO"
        remove_voucher(cart=cart)
        cart.refresh_from_db()
        assert cart.voucher == ""

    @pytest.mark.parametrize("code", ["", "   ", "WRONG", "X" * 300])
    def test_a_wrong_code_leaves_the_one_that_was_there(self, code):
        make_discount(code="HELLO")
        cart = make_cart({str(make_book().pk): 1}, voucher="HELLO")
        with pytest.raises(UnknownVoucherError):
            set_voucher(cart=cart, code=code)
        cart.refresh_from_db()
        assert cart.voucher == "HELLO"


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_the_last_use_goes_to_one_of_many(self):
        make_shipping_method()
        discount = make_discount(code="HELLO", max_uses=3)
        book = make_book(copies=50)
        carts = [make_cart({str(book.pk): 1}) for _ in range(20)]
        answers = run_in_threads(lambda cart: place(cart, voucher="HELLO"), carts)
        discount.refresh_from_db()
        book.refresh_from_db()
        assert sum(isinstance(answer, Order) for answer in answers) == 3
        assert sum(isinstance(answer, VoucherUsedUpError) for answer in answers) == 17
        assert (discount.uses, book.copies) == (3, 47)
        assert list(find_inconsistencies()) == []

    def test_one_customer_uses_it_once_in_many_carts(self):
        make_discount(code="HELLO", max_uses_per_customer=1)
        book = make_book(copies=50)
        carts = [make_cart({str(book.pk): 1}) for _ in range(12)]
        answers = run_in_threads(lambda cart: place(cart, voucher="HELLO"), carts)
        assert sum(isinstance(answer, Order) for answer in answers) == 1
        assert sum(isinstance(answer, VoucherAlreadyUsedError) for answer in answers) == 11
        assert list(find_inconsistencies()) == []

    def test_many_cancel_one_order_and_it_gives_back_once(self):
        discount = make_discount(code="HELLO", max_uses=5)
        order = place(make_cart({str(make_book().pk): 1}), voucher="HELLO")
        place(make_cart({str(make_book().pk): 1}), voucher="HELLO")
        run_in_threads(lambda _: cancel_order(order=order, reason=CancelReason.CUSTOMER), range(12))
        discount.refresh_from_db()
        assert discount.uses == 1

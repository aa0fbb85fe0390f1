"""The price seen holds for a while; afterwards the new one is shown, with a notice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_book
from tests.test_cart import make_request
from tests.test_checkout import place

from shop_core.money import Money
from shop_orders.models import CartLine
from shop_orders.services.cart import add_to_cart, merge_carts, set_quantity
from shop_orders.services.pricing import quote
from shop_orders.testing import make_cart

pytestmark = pytest.mark.django_db
BEFORE, DEARER, CHEAPER = (Money(minor, "EUR") for minor in (1250, 1500, 900))


@pytest.fixture
def cart(book):
    cart = make_cart()
    add_to_cart(cart=cart, product_ref=str(book.pk))
    return cart


def reprice(book, price):
    book.price_amount = price.minor
    book.save()


def end_promises():
    CartLine.objects.update(promised_until=timezone.now())


def priced(cart):
    return quote(list(cart.lines.all()), currency="EUR").lines[0]


def test_a_price_seen_holds(cart, book):
    reprice(book, DEARER)
    assert (priced(cart).unit_price, priced(cart).price_before) == (BEFORE, None)
    assert place(cart=cart).items == BEFORE


def test_the_new_price_comes_with_a_notice(cart, book, client):
    reprice(book, DEARER)
    end_promises()
    assert (priced(cart).unit_price, priced(cart).price_before) == (DEARER, BEFORE)
    client.cookies.load(make_request(cart=cart).COOKIES)
    notice = "it was €12.50, and is €15.00 now."
    assert notice in client.get(reverse("shop_orders:cart")).text
    assert notice in client.get(reverse("shop_orders:checkout")).text
    line = client.get("/api/cart/").json()["lines"][0]
    assert (line["unit_price"]["amount"], line["price_before"]["amount"]) == ("15.00", "12.50")


def test_a_price_that_stays_needs_no_notice(cart):
    end_promises()
    assert priced(cart).price_before is None


def test_who_changes_the_line_has_seen_the_new_price(cart, book):
    reprice(book, DEARER)
    end_promises()
    set_quantity(cart=cart, line=cart.lines.get(), quantity=2)
    reprice(book, DEARER * 2)
    assert (priced(cart).unit_price, priced(cart).price_before) == (DEARER, None)


def test_a_promise_is_not_drawn_out_by_changes(cart, book):
    until = cart.lines.get().promised_until
    reprice(book, DEARER)
    add_to_cart(cart=cart, product_ref=str(book.pk))
    assert priced(cart).unit_price == BEFORE
    assert cart.lines.get().promised_until == until


def test_a_lower_price_counts_at_once(cart, book):
    reprice(book, CHEAPER)
    assert priced(cart).unit_price == CHEAPER
    set_quantity(cart=cart, line=cart.lines.get(), quantity=2)
    reprice(book, BEFORE)
    assert priced(cart).unit_price == CHEAPER


def test_a_shop_may_promise_nothing(settings, book):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PRICE_PROMISE": timedelta()}
    cart = make_cart()
    add_to_cart(cart=cart, product_ref=str(book.pk))
    reprice(book, DEARER)
    assert (priced(cart).unit_price, priced(cart).price_before) == (DEARER, BEFORE)


def test_a_login_keeps_what_was_promised(user, cart, book):
    reprice(book, DEARER)
    merge_carts(request=make_request(cart=cart), user=user)
    assert priced(user.shop_orders_carts.get()).unit_price == BEFORE


def test_a_price_of_the_policy_is_no_change(settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PRICE_POLICY": "tests.testapp.policies.Wholesale"}
    cart, book = make_cart(), make_book(copies=20)
    add_to_cart(cart=cart, product_ref=str(book.pk), quantity=10)
    reprice(book, DEARER)
    end_promises()
    assert (priced(cart).unit_price, priced(cart).price_before) == (Money(1350, "EUR"), None)


def test_lines_from_before_know_no_promise(book):
    cart = make_cart({str(make_book().pk): 1})
    assert (priced(cart).unit_price, priced(cart).price_before) == (BEFORE, None)

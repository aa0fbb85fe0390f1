import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory
from tests.conftest import make_book, make_user

from shop_core.exceptions import OutOfStockError
from shop_core.testing.threads import run_in_threads
from shop_orders.cookies import COOKIE, remember_cart
from shop_orders.exceptions import CartClosedError, NotForSaleError
from shop_orders.models import Cart, CartLine, CartState
from shop_orders.services.cart import add_to_cart, get_cart, merge_carts, remove_line, set_quantity
from shop_orders.testing import make_cart

pytestmark = pytest.mark.django_db


def make_request(*, user=None, cart=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    if cart is not None:
        response = HttpResponse()
        remember_cart(response, cart, request)
        request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    return request


def contents(cart):
    return dict(cart.lines.values_list("product_ref", "quantity"))


def test_adding_twice_adds_up(book):
    cart = make_cart()
    add_to_cart(cart=cart, product_ref=str(book.pk))
    assert add_to_cart(cart=cart, product_ref=str(book.pk), quantity=2).line.quantity == 3


def test_more_than_is_there_is_clamped_and_said(book):
    change = add_to_cart(cart=make_cart(), product_ref=str(book.pk), quantity=9)
    assert change.is_clamped
    assert change.line.quantity == 5


def test_more_than_a_cart_may_hold_is_clamped():
    book = make_book(copies=1000)
    assert add_to_cart(cart=make_cart(), product_ref=str(book.pk), quantity=500).line.quantity == 99


def test_what_is_sold_out_or_unknown_is_refused():
    with pytest.raises(OutOfStockError):
        add_to_cart(cart=make_cart(), product_ref=str(make_book(copies=0).pk))
    with pytest.raises(NotForSaleError):
        add_to_cart(cart=make_cart(), product_ref="lamp")


def test_the_first_line_fixes_the_currency_and_the_last_one_frees_it(book):
    cart, dollars = make_cart(currency=""), str(make_book(currency="USD").pk)
    line = add_to_cart(cart=cart, product_ref=str(book.pk)).line
    with pytest.raises(NotForSaleError):
        add_to_cart(cart=cart, product_ref=dollars)
    remove_line(cart=cart, line=line)
    add_to_cart(cart=cart, product_ref=dollars)
    cart.refresh_from_db()
    assert cart.currency == "USD"


def test_a_quantity_is_set_up_to_what_is_there(book):
    cart = make_cart({str(book.pk): 1})
    assert set_quantity(cart=cart, line=cart.lines.get(), quantity=4).line.quantity == 4
    assert set_quantity(cart=cart, line=cart.lines.get(), quantity=40).is_clamped
    assert cart.lines.get().quantity == 5


def test_a_closed_cart_takes_nothing(book):
    cart = make_cart(state=CartState.ORDERED)
    with pytest.raises(CartClosedError):
        add_to_cart(cart=cart, product_ref=str(book.pk))


def test_a_user_has_one_open_cart(user):
    make_cart(user=user)
    make_cart(user=user, state=CartState.ORDERED)
    with pytest.raises(IntegrityError):
        make_cart(user=user)


def test_a_visitor_keeps_the_cart_by_the_cookie():
    cart = make_cart()
    assert get_cart(make_request(cart=cart)) == cart
    assert get_cart(make_request()) is None


def test_a_forged_cookie_names_no_cart():
    request = make_request()
    request.COOKIES[COOKIE] = str(make_cart().public_id)
    assert get_cart(request) is None


def test_nobody_reaches_a_users_cart_by_cookie(user):
    cart = make_cart()
    request = make_request(cart=cart)
    Cart.objects.update(user=user)
    assert get_cart(request) is None


def test_a_cart_is_made_on_demand(user):
    cart = get_cart(make_request(user=user), create=True)
    assert get_cart(make_request(user=user), create=True) == cart


def test_a_login_joins_the_carts(user):
    dune, emma = make_book(title="Dune"), make_book(title="Emma")
    visitor = make_cart({str(dune.pk): 2, str(emma.pk): 4})
    mine = make_cart({str(emma.pk): 3}, user=user)
    merge = merge_carts(request=make_request(cart=visitor), user=user)
    assert contents(mine) == {str(dune.pk): 2, str(emma.pk): 5}
    assert (merge.added, merge.clamped) == (["Dune"], ["Emma"])
    visitor.refresh_from_db()
    assert visitor.state == CartState.MERGED


def test_a_login_without_a_cart_takes_the_visitors(user, book):
    visitor = make_cart({str(book.pk): 2})
    merge_carts(request=make_request(cart=visitor), user=user)
    cart = get_cart(make_request(user=user))
    assert contents(cart) == {str(book.pk): 2}
    assert cart.currency == "EUR"


def test_what_cannot_be_taken_is_told(user, book):
    visitor = make_cart({"lamp": 1, str(make_book(currency="USD").pk): 1})
    mine = make_cart({str(book.pk): 1}, user=user)
    assert len(merge_carts(request=make_request(cart=visitor), user=user).left_out) == 2
    assert contents(mine) == {str(book.pk): 1}


def test_two_logins_join_once(user, book):
    request = make_request(cart=make_cart({str(book.pk): 2}))
    merge_carts(request=request, user=user)
    assert merge_carts(request=request, user=user) is None
    assert contents(get_cart(make_request(user=user))) == {str(book.pk): 2}


def test_adding_costs_four_queries(book, django_assert_max_num_queries):
    cart = make_cart({str(book.pk): 1})
    with django_assert_max_num_queries(7):  # four, the savepoint of the test, and what the host asks itself
        add_to_cart(cart=cart, product_ref=str(book.pk))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_additions_add_up():
    book, cart = make_book(copies=50), make_cart()
    answers = run_in_threads(lambda _: add_to_cart(cart=cart, product_ref=str(book.pk)), range(20))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert contents(cart) == {str(book.pk): 20}


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_logins_conserve_the_lines():
    books = [make_book(copies=50) for _ in range(3)]
    visitor = make_cart({str(book.pk): 2 for book in books})
    user, request = make_user(), make_request(cart=visitor)
    answers = run_in_threads(lambda _: merge_carts(request=request, user=user), range(20))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert contents(Cart.objects.open().for_user(user).get()) == {str(book.pk): 2 for book in books}


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_parallel_requests_of_a_new_user_make_one_cart():
    user = make_user()
    carts = run_in_threads(lambda _: get_cart(make_request(user=user), create=True).pk, range(10))
    assert len(set(carts)) == 1


def test_a_line_reads_as_what_it_is():
    assert str(CartLine(product_ref="dune", quantity=2)) == "2 x dune"

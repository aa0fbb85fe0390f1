import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.conftest import make_book, make_staff, make_user

from shop_orders.access import key_of
from shop_orders.cookies import COOKIE
from shop_orders.models import Cart, Order, OrderState
from shop_orders.services.payment import mark_paid
from shop_orders.testing import make_cart, make_order, make_shipping_method

pytestmark = pytest.mark.django_db

ADDRESS = {
    "shipping-name": "Anna Nowak",
    "shipping-country": "DE",
    "shipping-line1": "Lindenstraße 1",
    "shipping-postal_code": "DE-10115",
    "shipping-city": "Berlin",
}


def add(client, book, quantity=1, **fields):
    return client.post(reverse("shop_orders:cart-add"), {"product_ref": str(book.pk), "quantity": quantity, **fields})


def checkout_form(client):
    page = client.get(reverse("shop_orders:checkout"))
    filled_in = {field.name: field.value() or "" for field in page.context["form"]}
    return filled_in | {"email": "anna@example.com", "expected_total": page.context["quote"].total.minor}


def place(client, **fields):
    return client.post(reverse("shop_orders:checkout"), {**checkout_form(client), **ADDRESS, **fields})


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_visitor_fills_a_cart(client, book):
    response = add(client, book, 2)
    assert response.url == reverse("shop_orders:cart")
    assert client.cookies[COOKIE]["httponly"]
    page = client.get(response.url)
    assert "Dune" in text(page)
    assert "€25.00" in text(page)
    assert page.context["cart"].count == 2


def test_adding_returns_to_where_the_visitor_was_and_nowhere_else(client, book):
    assert add(client, book, next="/books/").url == "/books/"
    assert add(client, book, next="https://evil.example/").url == reverse("shop_orders:cart")


def test_what_cannot_be_added_is_said(client):
    for product_ref in ("lamp", "", str(make_book(copies=0).pk)):
        client.post(reverse("shop_orders:cart-add"), {"product_ref": product_ref, "quantity": 1})
    page = text(client.get(reverse("shop_orders:cart")))
    assert "not for sale" in page
    assert "cannot be put" in page
    assert "Not all of this is there" in page


def test_a_line_is_changed_and_removed_without_scripts(client, book):
    add(client, book)
    line = Cart.objects.get().lines.get()
    client.post(reverse("shop_orders:cart-line", args=[line.pk]), {"quantity": 9})
    line.refresh_from_db()
    assert line.quantity == 5
    assert "There are only 5" in text(client.get(reverse("shop_orders:cart")))
    client.post(reverse("shop_orders:cart-line", args=[line.pk]), {"quantity": ""})
    client.post(reverse("shop_orders:cart-line-remove", args=[line.pk]))
    assert "Your cart is empty" in text(client.get(reverse("shop_orders:cart")))


def test_htmx_gets_the_fragment_alone(client, book):
    headers = {"HX-Request": "true"}
    add_url, data = reverse("shop_orders:cart-add"), {"product_ref": str(book.pk), "quantity": 1}
    answer = client.post(add_url, data, headers=headers).content.decode()
    assert 'id="cart-count"' in answer
    assert "<html" not in answer
    line = Cart.objects.get().lines.get()
    url = reverse("shop_orders:cart-line", args=[line.pk])
    answer = client.post(url, {"quantity": 3}, headers=headers).content.decode()
    assert 'id="cart"' in answer
    assert "€37.50" in answer
    assert "<html" not in answer


def test_nobody_touches_the_lines_of_others(client, book):
    line = make_cart({str(book.pk): 1}).lines.get()
    assert client.post(reverse("shop_orders:cart-line-remove", args=[line.pk])).status_code == 404


def test_a_product_that_has_gone_is_shown_as_gone(client, book):
    add(client, book)
    book.delete()
    page = client.get(reverse("shop_orders:cart"))
    assert "not for sale any more" in text(page)
    assert client.get(reverse("shop_orders:checkout")).url == reverse("shop_orders:cart")


def test_a_page_without_a_cart_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse("shop_orders:cart")).status_code == 200


def test_a_guest_orders_and_goes_to_pay(client, book):
    make_shipping_method()
    add(client, book, 2)
    response = place(client)
    order = Order.objects.get()
    assert response.url == f"/till/order/{order.number}/"
    assert (order.user, order.email, order.total_amount) == (None, "anna@example.com", 2990)
    assert order.shipping_address.postal_code == "10115"
    assert order.origin == "http://testserver"
    page = text(client.get(order.get_absolute_url()))
    assert "Pay now" in page
    assert "Lindenstraße 1" in page


def test_a_user_finds_the_address_filled_in(client, user, book):
    client.force_login(user)
    add(client, book)
    page = client.get(reverse("shop_orders:checkout"))
    assert page.context["shipping"]["line1"].value() == "Bücherweg 1"
    assert page.context["form"]["email"].value() == user.email_address


def test_the_form_sent_twice_makes_one_order(client, book):
    add(client, book)
    form = {**checkout_form(client), **ADDRESS}
    first = client.post(reverse("shop_orders:checkout"), form)
    second = client.post(reverse("shop_orders:checkout"), form)
    assert Order.objects.count() == 1
    assert first.url.startswith("/till/")
    assert second.url == Order.objects.get().get_absolute_url()


def test_the_invoice_may_go_elsewhere(client, book):
    add(client, book)
    billing = {name.replace("shipping", "billing"): value for name, value in ADDRESS.items()}
    place(client, billing_differs="on", **{**billing, "billing-name": "Boss"})
    assert Order.objects.get().billing_address.name == "Boss"


def test_a_wrong_address_is_shown_at_its_field(client, book):
    add(client, book)
    response = place(client, **{"shipping-postal_code": "1"})
    assert response.status_code == 422
    assert "postal_code" in response.context["shipping"].errors
    assert not Order.objects.exists()


def test_a_country_that_is_not_served_is_said(client, book):
    make_shipping_method(countries=["FR"])
    add(client, book)
    method = str(checkout_form(client)["shipping_method"])
    response = place(client, shipping_method=method)
    assert response.status_code == 422
    assert not Order.objects.exists()


def test_a_changed_price_is_shown_first(client, book, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PRICE_PROMISE": timedelta()}
    add(client, book)
    form = {**checkout_form(client), **ADDRESS}
    book.price_amount = 9999
    book.save()
    answer = client.post(reverse("shop_orders:checkout"), form)
    assert "have changed" in text(answer)
    assert "€99.99" in text(answer)


def test_the_costs_follow_the_choice(client, book):
    make_shipping_method()
    express = make_shipping_method(name="Express", price_amount=990)
    add(client, book)
    url = reverse("shop_orders:checkout-costs")
    answer = text(client.get(url, {"shipping-country": "DE", "shipping_method": express.pk}))
    assert "€22.40" in answer
    assert "€17.40" in text(client.get(url, {"shipping-country": "DE"}))


def test_sold_out_at_the_last_moment_leads_back_to_the_cart(client, book):
    add(client, book)
    form = {**checkout_form(client), **ADDRESS}
    book.copies = 0
    book.save()
    assert client.post(reverse("shop_orders:checkout"), form).url == reverse("shop_orders:cart")
    assert "Sold out" in text(client.get(reverse("shop_orders:cart")))


def test_a_provider_out_of_reach_leaves_the_order_to_be_paid(client, book, settings):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PAYMENT_STARTER": "tests.testapp.shop.BrokenTill"}
    add(client, book)
    order_page = place(client).url
    page = text(client.get(order_page))
    assert "could not be started" in page
    assert "Pay now" in page
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PAYMENT_STARTER": "tests.testapp.shop.Till"}
    assert client.post(f"{order_page}pay/").url.startswith("/till/")


def test_an_order_is_the_buyers_alone(client, user):
    guest, own = make_order(), make_order(user=user)
    for order in (guest, own):
        assert client.get(order.get_absolute_url()).status_code == 404
    client.force_login(user)
    assert client.get(own.get_absolute_url()).status_code == 200
    client.force_login(make_user("stranger"))
    assert client.get(own.get_absolute_url()).status_code == 404


def test_a_signed_link_opens_a_guests_order(client):
    order = make_order()
    url = order.get_absolute_url()
    assert client.get(client.get(url, {"key": "forged"}).url).status_code == 404
    assert client.get(client.get(url, {"key": key_of(order)}).url).status_code == 200


def test_staff_see_an_order_but_do_not_act_as_its_buyer(client):
    order = make_order()
    client.force_login(make_staff("view_order"))
    assert client.get(order.get_absolute_url()).status_code == 200
    assert client.post(reverse("shop_orders:order-cancel", args=[order.number])).status_code == 404


def test_a_buyer_cancels_what_is_not_paid(client, user, book):
    client.force_login(user)
    add(client, book)
    place(client)
    order = Order.objects.get()
    url = reverse("shop_orders:order-cancel", args=[order.number])
    client.post(url)
    assert "cancelled by the customer" in text(client.get(order.get_absolute_url()))
    paid = make_order(user=user, state=OrderState.PAID)
    client.post(reverse("shop_orders:order-cancel", args=[paid.number]))
    assert "cannot be moved" in text(client.get(paid.get_absolute_url()))


def test_the_page_tells_that_the_money_arrived(client, user, book):
    client.force_login(user)
    add(client, book)
    place(client)
    order = Order.objects.get()
    mark_paid(order=order, amount=order.total, reference="payment-1")
    page = text(client.get(order.get_absolute_url()))
    assert "your payment has arrived" in page
    assert "Pay now" not in page


def test_an_erased_address_leaves_the_page_whole(client, user):
    order = make_order(user=user, shipping_address_data={}, billing_address_data={}, email="")
    client.force_login(user)
    assert "Erased" in text(client.get(order.get_absolute_url()))


def test_the_history_is_for_users(client, user):
    assert client.get(reverse("shop_orders:order-list")).status_code == 302
    client.force_login(user)
    assert "No orders yet" in text(client.get(reverse("shop_orders:order-list")))


def test_pages_ask_as_often_for_one_as_for_many(client, user, count_queries):
    client.force_login(user)

    def cost(orders, lines):
        Order.objects.update(user=None)
        for _ in range(orders):
            make_order(user=user)
        cart = Cart.objects.filter(user=user).first() or make_cart(user=user)
        cart.lines.all().delete()
        for _ in range(lines):
            cart.lines.create(product_ref=str(make_book().pk), quantity=1)
        urls = [reverse(f"shop_orders:{name}") for name in ("order-list", "cart", "checkout")]
        urls.append(make_order(user=user, lines=lines).get_absolute_url())
        return [count_queries(lambda url=url: client.get(url)) for url in urls]

    assert cost(1, 1) == cost(20, 20) == cost(100, 100)


def test_another_country_draws_the_address_anew_and_keeps_what_was_typed(client, book):
    add(client, book)
    answer = place(client, **{"shipping-country": "US", "change_country": "1", "email": "half an addr"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'value="Lindenstraße 1"' in page
    assert 'value="half an addr"' in page
    assert "ZIP" in page
    assert 'name="shipping-region"' in page
    assert "error" not in page.partition("checkout-addresses")[2].partition("</section>")[0]
    assert not Order.objects.exists()


def test_a_checkout_of_a_cart_that_was_emptied_meanwhile_says_so(client, book):
    add(client, book)
    filled_in = checkout_form(client)
    Cart.objects.get().lines.all().delete()
    answer = client.post(reverse("shop_orders:checkout"), {**filled_in, **ADDRESS}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == reverse("shop_orders:cart")
    assert not Order.objects.exists()


def test_a_cart_that_changed_meanwhile_is_said_and_what_was_typed_stays(client, book):
    add(client, book)
    filled_in = checkout_form(client)
    add(client, make_book())
    answer = client.post(reverse("shop_orders:checkout"), {**filled_in, **ADDRESS})
    assert answer.status_code == 422
    assert 'value="Lindenstraße 1"' in answer.content.decode()
    assert 'name="expected_total" value="2500"' in answer.content.decode()
    assert not Order.objects.exists()

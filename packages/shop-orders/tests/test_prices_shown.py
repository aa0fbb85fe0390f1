"""Vouchers, shipping and taxes as the pages, the API and the mails show them."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient
from tests.conftest import make_book
from tests.test_pages import ADDRESS, add, checkout_form, place, text

from shop_orders.models import Cart, Order
from shop_orders.testing import make_cart, make_discount, make_shipping_method, make_tax_rate

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
EUR = "EUR"


@pytest.fixture
def shop(settings):
    """Prices in Germany, with all that can be in one."""
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "HOME_COUNTRY": "DE"}
    make_shipping_method(free_over_amount=10000)
    make_tax_rate()
    return make_discount(code="HELLO", minimum_amount=2000)


def set_voucher(client, code="hello", **headers):
    return client.post(reverse("shop_orders:cart-voucher"), {"voucher": code}, headers=headers)


def checkout(client, **fields):
    return client.post(reverse("shop_orders:checkout"), {**checkout_form(client), **ADDRESS, **fields})


@pytest.mark.usefixtures("shop")
class TestTheCart:
    def test_a_voucher_is_applied_and_taken_out_without_scripts(self, client, book):
        add(client, book, 2)
        assert set_voucher(client).url == reverse("shop_orders:cart")
        page = text(client.get(reverse("shop_orders:cart")))
        assert "Voucher HELLO" in page
        assert "Welcome (HELLO) −€2.50" in page
        assert "€25.00 €22.50" in page
        assert "Total €27.40 including VAT 19% €4.37" in page
        client.post(reverse("shop_orders:cart-voucher-remove"))
        assert "HELLO" not in text(client.get(reverse("shop_orders:cart")))

    @pytest.mark.parametrize(
        ("code", "units", "reason"),
        [
            ("WRONG", 2, "We do not know this code."),
            ("", 2, "We do not know this code."),
            ("hello", 1, "Add goods for €7.50 more: this code is valid from €20.00 on."),
        ],
    )
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_a_refusal_says_why_and_keeps_what_was_typed(self, client, book, code, units, reason, headers):
        add(client, book, units)
        answer = set_voucher(client, code, **headers)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert reason in text(answer)
        assert f'value="{code}"' in page or not code
        assert 'aria-invalid="true"' in page
        assert ("<html" in page) == (not headers)

    def test_htmx_gets_the_cart_alone(self, client, book):
        add(client, book, 2)
        answer = set_voucher(client, **HTMX)
        assert answer.status_code == 200
        assert answer.content.decode().lstrip().startswith('<div id="cart">')
        assert "€22.50" in text(answer)
        gone = client.post(reverse("shop_orders:cart-voucher-remove"), headers=HTMX)
        assert "HELLO" not in text(gone)

    def test_a_voucher_that_fits_no_more_says_so_and_can_be_left(self, client, book):
        add(client, book, 2)
        set_voucher(client)
        line = Cart.objects.get().lines.get()
        client.post(reverse("shop_orders:cart-line", args=[line.pk]), {"quantity": 1})
        page = text(client.get(reverse("shop_orders:cart")))
        assert "Add goods for €7.50 more" in page
        assert "Continue without a voucher" in page
        assert "Total €17.40" in page

    def test_without_a_cart_there_is_nothing_to_discount(self, client):
        for url in ("shop_orders:cart-voucher", "shop_orders:cart-voucher-remove"):
            assert client.post(reverse(url)).url == reverse("shop_orders:cart")

    def test_a_login_takes_the_voucher_along(self, client, book, user, rf):
        from shop_orders.services.cart import merge_carts

        make_cart({str(book.pk): 1}, user=user)
        add(client, book, 2)
        set_voucher(client)
        request = rf.get("/")
        request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
        merge_carts(request=request, user=user)
        assert Cart.objects.open().for_user(user).get().voucher == "HELLO"

    def test_the_costs_are_those_of_the_first_address(self, client, user, book):
        make_tax_rate(country="AT", rate=20)
        client.force_login(user)
        add(client, book)
        assert "Shipping: Germany" in text(client.get(reverse("shop_orders:cart")))

    def test_what_cannot_travel_is_said(self, client, book, settings):
        settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "HOME_COUNTRY": "NZ"}
        make_shipping_method().rates.update(countries=["FR"])
        from shop_orders.models import ShippingRate

        ShippingRate.objects.update(countries=["FR"])
        add(client, book)
        assert "not possible" in text(client.get(reverse("shop_orders:cart")))


@pytest.mark.usefixtures("shop")
class TestTheCheckout:
    def test_the_voucher_of_the_cart_is_in_the_order(self, client, book):
        add(client, book, 2)
        set_voucher(client)
        place(client)
        order = Order.objects.get()
        assert (order.discount.minor, order.total.minor, order.tax.minor) == (250, 2740, 437)
        page = text(client.get(order.get_absolute_url()))
        assert "Welcome (HELLO) −€2.50" in page
        assert "€25.00 €22.50" in page
        assert "including VAT 19% €4.37" in page

    def test_one_is_applied_here_and_all_that_was_typed_stays(self, client, book):
        add(client, book, 2)
        answer = checkout(client, voucher="hello", voucher_action="apply", **{"shipping-name": "Anna N"})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'value="Anna N"' in page
        assert 'value="anna@example.com"' in page
        assert 'name="expected_total" value="2740"' in page
        assert "Voucher HELLO" in text(answer)
        assert "field again" not in text(answer)
        assert Cart.objects.get().voucher == "HELLO"
        assert not Order.objects.exists()

    def test_one_is_taken_out_here(self, client, book):
        add(client, book, 2)
        set_voucher(client)
        answer = checkout(client, voucher_action="remove")
        assert 'name="expected_total" value="2990"' in answer.content.decode()
        assert Cart.objects.get().voucher == ""

    def test_a_wrong_one_says_why(self, client, book):
        add(client, book, 2)
        answer = checkout(client, voucher="wrong", voucher_action="apply")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="wrong"' in page
        assert "We do not know this code." in text(answer)
        assert not Order.objects.exists()

    def test_one_that_was_typed_but_not_applied_shows_the_new_total_first(self, client, book):
        add(client, book, 2)
        answer = checkout(client, voucher="hello")
        assert answer.status_code == 422
        assert "have changed" in text(answer)
        form = {**checkout_form(client), **ADDRESS, "voucher": "hello", "expected_total": 2740}
        client.post(reverse("shop_orders:checkout"), form)
        assert Order.objects.get().discount.minor == 250

    def test_one_that_is_refused_at_the_last_moment_is_shown_at_its_field(self, client, book, shop):
        add(client, book, 2)
        set_voucher(client)
        form = {**checkout_form(client), **ADDRESS}
        shop.max_uses = shop.uses = 1
        shop.save()
        answer = client.post(reverse("shop_orders:checkout"), form)
        assert answer.status_code == 422
        assert "This code has been used up." in text(answer)
        assert 'value="Lindenstraße 1"' in answer.content.decode()
        page = text(client.get(reverse("shop_orders:checkout")))
        assert "This code has been used up." in page

    def test_a_guest_who_used_it_before_is_told_here(self, client, book, shop):
        shop.max_uses_per_customer = 1
        shop.save()
        add(client, book, 2)
        set_voucher(client)
        place(client)
        add(client, book, 2)
        set_voucher(client)
        assert "You have already used this code." in text(place(client))

    def test_shipping_follows_the_country(self, client, book):
        make_shipping_method(name="Far", price_amount=2500, countries=["NZ"])
        add(client, book)
        url = reverse("shop_orders:checkout-costs")
        assert "€17.40" in text(client.get(url, {"shipping-country": "DE"}))
        far = client.get(url, {"shipping-country": "NZ"})
        assert "Far: €25.00" in text(far)
        assert 'name="expected_total" value="1740"' in far.content.decode()

    def test_a_method_that_does_not_go_there_is_named_at_its_field(self, client, book):
        german = make_shipping_method(name="Bike", price_amount=100, countries=["DE"])
        add(client, book)
        vienna = {"shipping-country": "AT", "shipping-postal_code": "1010", "shipping-city": "Wien"}
        answer = place(client, shipping_method=str(german.pk), **vienna)
        assert answer.status_code == 422
        assert "that way" in str(answer.context["form"].errors["shipping_method"])

    def test_taxes_on_top_are_shown_as_such(self, client, book, settings):
        settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, "PRICES_INCLUDE_TAX": False}
        add(client, book)
        page = text(client.get(reverse("shop_orders:checkout")))
        assert "VAT 19% €3.31 Total €20.71" in page
        assert "including" not in page
        place(client)
        assert Order.objects.get().total.minor == 2071


@pytest.mark.usefixtures("shop")
class TestTheMails:
    def test_they_tell_discounts_and_taxes(self, client, book, mailoutbox, django_capture_on_commit_callbacks):
        add(client, book, 2)
        set_voucher(client)
        with django_capture_on_commit_callbacks(execute=True):
            place(client)
        [mail] = [mail for mail in mailoutbox if mail.to == ["anna@example.com"]]
        assert "2 x Dune: €22.50" in mail.body
        assert "Welcome (HELLO): -€2.50" in mail.body
        assert "including VAT 19%: €4.37" in mail.body
        assert "Welcome (HELLO)" in mail.alternatives[0].content
        assert "including VAT 19%" in mail.alternatives[0].content


@pytest.mark.usefixtures("shop")
class TestTheAPI:
    @pytest.fixture
    def api(self, book):
        api = APIClient()
        api.post("/api/cart/", {"product_ref": str(book.pk), "quantity": 2}, format="json")
        return api

    def test_a_voucher_is_set_and_removed(self, api):
        cart = api.post("/api/cart/voucher/", {"voucher": "hello"}, format="json").json()
        assert (cart["voucher"], cart["voucher_refusal"]) == ("HELLO", None)
        assert cart["discounts"] == [
            {"name": "Welcome", "code": "HELLO", "off": {"amount": "2.50", "currency": EUR}},
        ]
        assert cart["items"]["amount"] == "25.00"
        assert cart["discount"]["amount"] == "2.50"
        assert cart["lines"][0]["total"]["amount"] == "22.50"
        assert cart["total"]["amount"] == "27.40"
        assert cart["taxes"] == [{"name": "VAT", "rate": "19.000", "amount": {"amount": "4.37", "currency": EUR}}]
        assert api.delete("/api/cart/voucher/").json()["voucher"] == ""

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [({"voucher": "WRONG"}, 409, "voucher_unknown"), ({}, 400, "invalid"), ({"voucher": ""}, 400, "invalid")],
    )
    def test_a_wrong_one_is_refused_by_name(self, api, body, status, code):
        answer = api.post("/api/cart/voucher/", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert list(answer.json()["errors"]) == ["voucher"]

    def test_who_has_no_cart_has_nothing_to_discount(self):
        api = APIClient()
        assert api.post("/api/cart/voucher/", {"voucher": "hello"}, format="json").json()["code"] == "empty_cart"
        assert api.delete("/api/cart/voucher/").json()["count"] == 0

    def test_one_that_fits_no_more_tells_the_reason(self, api):
        Cart.objects.update(voucher="GONE")
        cart = api.get("/api/cart/").json()
        assert cart["voucher_refusal"]["code"] == "voucher_unknown"
        assert cart["total"]["amount"] == "29.90"

    def test_the_costs_are_asked_for_a_country_and_a_method(self, api):
        far = make_shipping_method(name="Far", price_amount=2500)
        cart = api.get("/api/cart/", {"country": "NZ", "shipping_method": far.pk}).json()
        assert (cart["shipping_method"], cart["shipping"]["amount"], cart["taxes"]) == (str(far.pk), "25.00", [])
        assert api.get("/api/cart/", {"shipping_method": "0"}).json()["shipping_refusal"]["code"] == "no_shipping"

    @pytest.mark.parametrize(("fields", "discount"), [({"voucher": "hello"}, "2.50"), ({}, "0.00")])
    def test_an_order_has_the_voucher_that_it_names(self, api, fields, discount):
        address = {name.removeprefix("shipping-"): value for name, value in ADDRESS.items()}
        body = {"email": "anna@example.com", "shipping_address": address, **fields}
        order = api.post("/api/orders/", body, format="json").json()
        assert order["discount"]["amount"] == discount
        assert order["lines"][0]["tax_rate"] == "19.000"
        assert api.get(f"/api/orders/{order['id']}/").json()["taxes"] == order["taxes"]

    def test_an_order_names_the_fault_of_its_voucher(self, api):
        address = {name.removeprefix("shipping-"): value for name, value in ADDRESS.items()}
        body = {"email": "anna@example.com", "shipping_address": address, "voucher": "WRONG", "shipping_method": ""}
        answer = api.post("/api/orders/", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, "voucher_unknown")
        assert list(answer.json()["errors"]) == ["voucher"]


def test_a_page_of_a_cart_asks_as_often_for_one_line_as_for_fifty(client, shop, user, count_queries):
    client.force_login(user)
    cart = make_cart(user=user, voucher="HELLO")

    def cost(lines):
        cart.lines.all().delete()
        for _ in range(lines):
            cart.lines.create(product_ref=str(make_book(price_amount=3000).pk), quantity=1)
        return [
            count_queries(lambda url=url: client.get(reverse(url)))
            for url in ("shop_orders:cart", "shop_orders:checkout")
        ]

    assert cost(1) == cost(50)

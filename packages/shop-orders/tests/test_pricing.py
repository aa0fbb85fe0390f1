"""Shipping, taxes and the pipeline."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import make_book
from tests.test_checkout import place
from tests.test_discounts import basket

from shop_core.money import Money
from shop_orders.exceptions import NoShippingError
from shop_orders.models import OrderLine, TaxRate
from shop_orders.policies import ShippingTable, TaxTable
from shop_orders.services.pricing import quote
from shop_orders.services.taxation import taxes_on
from shop_orders.services.verification import find_inconsistencies
from shop_orders.taxes import NO_TAX, Tax, sum_taxes
from shop_orders.testing import ADDRESS, make_cart, make_discount, make_shipping_method, make_tax_rate

VAT = Tax(name="VAT", rate=Decimal(19))
REDUCED = Tax(name="VAT", rate=Decimal(7))


def offers(country="DE", goods=1000, grams=0):
    wanted = basket((goods, 1, {"weight_grams": grams}), country=country)
    return {one.name: one.price.minor for one in ShippingTable().offers(wanted, goods=Money(goods, "EUR"))}


def configure(settings, **options):
    settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, **options}


@pytest.mark.django_db
class TestShipping:
    def test_a_shop_without_methods_ships_for_nothing(self):
        assert offers() == {}

    def test_a_rate_for_the_country_goes_before_that_for_the_rest_of_the_world(self):
        method = make_shipping_method(countries=["DE", "AT"])
        method.rates.create(price_amount=2500, currency="EUR")
        assert (offers("AT"), offers("NZ")) == ({"Standard": 490}, {"Standard": 2500})

    def test_a_country_that_no_rate_serves_is_refused(self):
        make_shipping_method(countries=["FR"])
        with pytest.raises(NoShippingError):
            offers("DE")

    @pytest.mark.parametrize(("grams", "price"), [(0, 490), (1000, 490), (1001, 790), (5000, 790)])
    def test_a_parcel_travels_in_the_cheapest_band_that_carries_it(self, grams, price):
        method = make_shipping_method(up_to_grams=1000)
        method.rates.create(up_to_grams=5000, price_amount=790, currency="EUR")
        assert offers(grams=grams) == {"Standard": price}

    def test_what_is_too_heavy_is_refused(self):
        make_shipping_method(up_to_grams=1000)
        with pytest.raises(NoShippingError):
            offers(grams=1001)

    def test_weights_are_those_of_all_units(self):
        make_shipping_method(up_to_grams=1000)
        with pytest.raises(NoShippingError):
            ShippingTable().offers(basket((100, 3, {"weight_grams": 400}), country="DE"), goods=Money(300, "EUR"))

    def test_it_is_free_from_a_total_after_discounts(self):
        make_shipping_method(free_over_amount=1000)
        assert (offers(goods=999), offers(goods=1000)) == ({"Standard": 490}, {"Standard": 0})
        make_discount(off_amount=1)
        cart = make_cart({str(make_book(price_amount=1000).pk): 1})
        assert quote(list(cart.lines.all())).shipping.minor == 490

    def test_while_no_country_is_known_nothing_is_ruled_out(self, settings):
        make_shipping_method(countries=["FR"])
        assert offers("") == {"Standard": 490}
        configure(settings, HOME_COUNTRY="DE")
        cart = make_cart({str(make_book().pk): 1})
        assert isinstance(quote(list(cart.lines.all())).shipping_refusal, NoShippingError)

    def test_another_currency_is_no_offer(self):
        make_shipping_method(currency="USD")
        with pytest.raises(NoShippingError):
            offers()

    def test_what_is_switched_off_or_deleted_is_not_offered(self):
        make_shipping_method(name="Off", is_active=False)
        make_shipping_method(name="Gone").soft_delete()
        assert offers() == {}

    def test_any_number_of_methods_is_one_query(self, django_assert_num_queries):
        for _ in range(5):
            make_shipping_method()
        with django_assert_num_queries(1):
            offers()


@pytest.mark.django_db
class TestTaxTable:
    def taxes(self, country, *classes):
        found = TaxTable().taxes(basket(country=country), classes)
        return {name: tax.rate for name, tax in found.items()}

    def test_a_class_without_a_rate_has_the_standard_one_of_the_country(self):
        make_tax_rate()
        make_tax_rate(tax_class="books", rate=7)
        assert self.taxes("DE", "", "books", "lamps") == {"": 19, "books": 7, "lamps": 19}

    def test_a_country_without_rates_has_those_for_all(self):
        make_tax_rate()
        make_tax_rate(country="", rate=5)
        make_tax_rate(country="", tax_class="books", rate=0)
        assert self.taxes("NZ", "", "books") == {"": 5, "books": 0}
        assert self.taxes("DE", "books") == {"books": 19}

    def test_where_no_rate_is_nothing_is_taxed(self):
        make_tax_rate()
        assert self.taxes("US", "", "books") == {}

    def test_there_is_one_rate_for_a_country_and_class(self):
        make_tax_rate().soft_delete()
        make_tax_rate()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_tax_rate()


class TestRounding:
    @pytest.mark.parametrize(
        ("mode", "minors", "sums"), [("half_up", [250, 350], [25, 35]), ("half_even", [250, 350], [25, 35])]
    )
    def test_whole_units_need_none(self, settings, mode, minors, sums):
        configure(settings, PRICES_INCLUDE_TAX=False, TAX_ROUNDING_MODE=mode)
        tax = Tax(name="VAT", rate=Decimal(10))
        assert [one.minor for one in taxes_on([(tax, Money(minor, "EUR")) for minor in minors])] == sums

    @pytest.mark.parametrize(("mode", "sums"), [("half_up", [1, 2, 3]), ("half_even", [0, 2, 2])])
    def test_half_a_unit_goes_up_or_to_the_even_neighbour(self, settings, mode, sums):
        configure(settings, PRICES_INCLUDE_TAX=False, TAX_ROUNDING_MODE=mode)
        parts = [(Tax(rate=Decimal(10)), Money(minor, "EUR")) for minor in (5, 15, 25)]
        assert [one.minor for one in taxes_on(parts)] == sums

    @pytest.mark.parametrize(("where", "sums"), [("line", [1, 1, 1, 1]), ("total", [1, 1, 0, 0])])
    def test_by_line_or_by_total(self, settings, where, sums):
        configure(settings, PRICES_INCLUDE_TAX=False, TAX_ROUNDING=where)
        parts = [(Tax(rate=Decimal(10)), Money(5, "EUR"))] * 4
        assert [one.minor for one in taxes_on(parts)] == sums

    def test_an_included_tax_is_a_part_of_the_price(self):
        assert taxes_on([(VAT, Money(11900, "EUR"))]) == [Money(1900, "EUR")]

    @given(
        st.lists(st.tuples(st.sampled_from([VAT, REDUCED, NO_TAX]), st.integers(0, 10**9)), min_size=1, max_size=30),
        st.booleans(),
    )
    def test_rounded_by_total_each_tax_is_right_and_its_parts_sum_to_it(self, lines, included):
        parts = [(tax, Money(minor, "EUR")) for tax, minor in lines]
        with override_settings(SHOP_ORDERS={"TAX_ROUNDING": "total", "PRICES_INCLUDE_TAX": included}):
            found = taxes_on(parts)
        sums = {one.tax: one.amount.minor for one in sum_taxes(zip([tax for tax, _ in parts], found, strict=True))}
        for tax, found in sums.items():
            base = sum(minor for one, minor in lines if one == tax)
            exact = base * tax.rate / (100 + tax.rate if included else 100)
            assert abs(found - exact) <= Decimal("0.5")


@pytest.mark.django_db
class TestTaxedOrders:
    def order(self, **fields):
        make_tax_rate()
        make_tax_rate(tax_class="shipping", name="GST", rate=Decimal("8.875"))
        make_shipping_method(price_amount=1000, tax_class="shipping")
        books = [make_book(price_amount=price) for price in (11900, 333)]
        return place(make_cart({str(book.pk): 1 for book in books}), **fields)

    def test_prices_that_include_tax_stay_and_the_tax_is_told(self):
        order = self.order()
        assert (order.items.minor, order.shipping.minor, order.total.minor) == (12233, 1000, 13233)
        assert [line.tax_sum.minor for line in order.lines.order_by("-unit_amount")] == [1900, 53]
        assert (order.shipping_tax.minor, order.tax.minor) == (82, 2035)
        assert [(one.label, one.amount.minor) for one in order.taxes] == [("VAT 19%", 1953), ("GST 8.875%", 82)]
        assert list(find_inconsistencies()) == []

    def test_prices_without_tax_get_it_on_top(self, settings):
        configure(settings, PRICES_INCLUDE_TAX=False)
        make_discount(off_amount=1900)
        order = self.order()
        first = order.lines.order_by("-unit_amount").first()
        assert (first.after_discount.minor, first.tax_sum.minor, first.total.minor) == (10052, 1910, 11962)
        assert first.net == first.after_discount
        assert order.total.minor == 12233 - 1900 + 1000 + order.tax.minor == 13385
        assert list(find_inconsistencies()) == []

    def test_a_later_change_of_rates_changes_no_order(self):
        order = self.order()
        before = [(one.label, one.amount) for one in order.taxes]
        TaxRate.objects.update(rate=99, name="Other")
        order.refresh_from_db()
        assert [(one.label, one.amount) for one in order.taxes] == before

    def test_the_discounted_price_is_taxed(self):
        make_discount(percent_off=50)
        order = self.order()
        assert order.lines.order_by("-unit_amount").first().tax_sum.minor == 950

    def test_the_tax_is_that_of_the_country(self):
        order = self.order(shipping_address=replace(ADDRESS, country="FR", postal_code="75001", city="Paris"))
        assert (order.tax.minor, order.total.minor) == (0, 13233)

    @pytest.mark.parametrize(
        "fields", [{"tax_amount": 1}, {"discount_amount": 1}, {"total_amount": 11899}, {"unit_amount": 12000}]
    )
    def test_a_sum_that_does_not_fit_is_refused_or_found(self, fields):
        line = self.order().lines.order_by("-unit_amount").first()
        try:
            with transaction.atomic():
                OrderLine.objects.filter(pk=line.pk).update(**fields)
        except IntegrityError:
            return
        assert list(find_inconsistencies()) != []


@pytest.mark.django_db
def test_a_quote_asks_as_often_for_one_line_as_for_fifty(count_queries, settings):
    configure(settings, HOME_COUNTRY="DE")
    make_shipping_method()
    make_discount(max_uses_per_customer=3)
    make_tax_rate()

    def cost(lines):
        cart = make_cart({str(make_book(copies=500).pk): 2 for _ in range(lines)})
        entries = list(cart.lines.all())
        return count_queries(lambda: quote(entries, email="rita@example.com", voucher="HELLO"))

    assert cost(1) == cost(50) == 5  # two of them are those of the host


@pytest.mark.django_db(transaction=True)
class TestMigrations:
    """Prices of shipping methods and the methods of orders survive, there and back."""

    BEFORE, AFTER = "line_states", "drop_flat_shipping"

    def name_of(self, suffix):
        graph = MigrationExecutor(connection).loader.graph
        return next(key for key in graph.nodes if key[0] == "shop_orders" and key[1].endswith(suffix))

    def migrate(self, target):
        executor = MigrationExecutor(connection)
        executor.migrate([target])
        return executor.loader.project_state([target]).apps

    @pytest.fixture
    def old(self):
        yield self.migrate(self.name_of(self.BEFORE))
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    def test_flat_prices_become_rates_and_come_back(self, old):
        method = old.get_model("shop_orders", "ShippingMethod").objects.create(
            name="Standard", price_amount=490, free_over_amount=5000, currency="EUR", countries=["DE"]
        )
        order = {"number": "A", "items_amount": 1000, "total_amount": 1490, "shipping_amount": 490, "currency": "EUR"}
        order = old.get_model("shop_orders", "Order").objects.create(shipping_method=method, **order)
        line = {"order": order, "unit_amount": 500, "quantity": 2, "total_amount": 1000, "currency": "EUR"}
        old.get_model("shop_orders", "OrderLine").objects.create(product_ref="a", name="A", **line)
        new = self.migrate(self.name_of(self.AFTER))
        rate = new.get_model("shop_orders", "ShippingRate").objects.get()
        assert (rate.method_id, rate.price_amount, rate.free_over_amount) == (method.pk, 490, 5000)
        assert (rate.currency, rate.countries) == ("EUR", ["DE"])
        assert new.get_model("shop_orders", "Order").objects.get().shipping_ref == str(method.pk)
        back = self.migrate(self.name_of(self.BEFORE))
        method = back.get_model("shop_orders", "ShippingMethod").objects.get()
        assert (method.price_amount, method.free_over_amount, method.countries) == (490, 5000, ["DE"])
        assert back.get_model("shop_orders", "Order").objects.get().shipping_method_id == method.pk

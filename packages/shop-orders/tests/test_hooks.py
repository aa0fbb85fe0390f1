import itertools
from dataclasses import asdict, replace
from datetime import timedelta
from string import ascii_lowercase
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.conftest import make_book, make_user
from tests.testapp.models import Book
from tests.testapp.policies import Courier, ReadersDiscounts, ReverseCharge, Wholesale
from tests.testapp.shop import BookSource, Publishers, Shelf, Till

from shop_core.money import Money
from shop_core.testing import contracts
from shop_orders.hooks import EndlessInventory, ListPrices, NoAddresses, NoProducts, NoSellers, PayLater
from shop_orders.models import OrderState
from shop_orders.payables import OrderPayables
from shop_orders.personal_data import OrderPersonalData
from shop_orders.policies import DiscountTable, ShippingTable, TaxTable
from shop_orders.purchases import OrderPurchases
from shop_orders.seller_orders import OrderLinesOfSellers
from shop_orders.services.checkout import place_order
from shop_orders.services.pricing import quote
from shop_orders.services.verification import find_inconsistencies
from shop_orders.testing import (
    ADDRESS,
    DiscountPolicyContract,
    PricePolicyContract,
    ShippingPolicyContract,
    TaxPolicyContract,
    make_cart,
    make_discount,
    make_order,
    make_shipping_method,
    make_tax_rate,
)


class TestBookSource(contracts.ProductSourceContract):
    """The host's products, which are no products of shop-catalog."""

    def make_source(self):
        return BookSource()

    def make_refs(self, count):
        return [str(make_book().pk) for _ in range(count)]


class TestShelf(contracts.InventoryContract):
    def make_inventory(self):
        return Shelf()

    def make_stock(self, units):
        return str(make_book(copies=units).pk)

    def available(self, ref):
        BookSource().lookup([ref])
        return Book.objects.get(pk=ref).copies


class TestTill(contracts.PaymentStarterContract):
    def make_starter(self):
        return Till()

    def make_owed(self):
        return "order", make_order().number


class TestPayLater(TestTill):
    def make_starter(self):
        return PayLater()


class TestOrderPayables(contracts.PayableSourceContract):
    def make_source(self):
        return OrderPayables()

    def make_owed(self):
        user = make_user()
        return user, make_order(user=user).number

    def make_stranger(self):
        return make_user("stranger")

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "fields",
        [
            {"state": OrderState.PAID},
            {"state": OrderState.CANCELLED, "cancel_reason": "customer"},
            {"hold_expires_at": timezone.now() - timedelta(seconds=1)},
            {"paid_amount": 1250},
        ],
    )
    def test_what_is_paid_or_past_cannot_be_paid(self, fields):
        assert OrderPayables().resolve([make_order(**fields).number], user=None) == {}


class TestOrderPurchases(contracts.PurchaseCheckContract):
    def make_check(self):
        return OrderPurchases()

    def make_purchase(self):
        user = make_user()
        order = make_order(user=user, state=OrderState.PAID)
        return user, order.lines.get().group_ref

    def make_stranger(self):
        return make_user("stranger")

    @pytest.mark.django_db
    def test_an_unpaid_order_is_no_purchase(self):
        user = make_user()
        line = make_order(user=user).lines.get()
        assert OrderPurchases().bought(user, [line.group_ref]) == set()


class TestOrderLinesOfSellers(contracts.SellerOrdersContract):
    def make_orders(self):
        return OrderLinesOfSellers()

    def make_sale(self, seller_ref, **fields):
        order = make_order(**{"state": OrderState.PAID, **fields})
        order.lines.update(seller_ref=seller_ref, product_ref=f"of-{order.number}")
        return f"of-{order.number}"

    @pytest.mark.django_db
    def test_a_seller_learns_what_to_send_and_where(self):
        self.make_sale("ann")
        (line,) = OrderLinesOfSellers().lines("ann", start=0, stop=9)
        assert (line.name, line.quantity, line.total, line.state) == ("Product 0", 1, Money(1250, "EUR"), "Paid")
        assert line.ship_to == ADDRESS

    @pytest.mark.django_db
    def test_what_is_not_paid_or_deleted_is_not_told(self):
        self.make_sale("ann", state=OrderState.PENDING)
        self.make_sale("ann", deleted_at=timezone.now())
        assert OrderLinesOfSellers().count("ann", limit=None) == 0

    @pytest.mark.django_db
    @pytest.mark.parametrize("state", [OrderState.DELIVERED, OrderState.CANCELLED])
    def test_where_nothing_is_to_be_sent_no_address_is_told(self, state):
        self.make_sale("ann", state=state, paid_at=timezone.now(), shipping_address_data=asdict(ADDRESS))
        (line,) = OrderLinesOfSellers().lines("ann", start=0, stop=9)
        assert line.ship_to is None
        assert line.is_cancelled == (state == OrderState.CANCELLED)


class TestPublishers(contracts.SellerDirectoryContract):
    names = itertools.cycle(ascii_lowercase)

    def make_directory(self):
        return Publishers()

    def make_seller(self):
        name = f"publisher{next(self.names)}"
        return make_user(name), name

    def make_stranger(self):
        return make_user("stranger")


class TestOrderPersonalData(contracts.PersonalDataContract):
    def make_personal_data(self):
        return OrderPersonalData()

    def make_person(self):
        user = make_user()
        make_order(user=user)
        make_order(user=user, state=OrderState.DELIVERED)
        make_cart({str(uuid4()): 1}, user=user)
        return user


@pytest.mark.django_db
def test_the_neutral_answers_let_the_app_work_alone():
    assert NoProducts().lookup(["a"]) == {}
    assert list(NoAddresses().for_user(make_user())) == []
    assert (list(NoSellers().refs_of(make_user())), dict(NoSellers().contacts(["a"]))) == ([], {})
    endless = EndlessInventory()
    endless.reserve("order-1", {"a": 9}, expires_at=timezone.now())
    endless.extend("order-1", expires_at=timezone.now())
    endless.commit("order-1")
    endless.release("order-1")
    endless.restock("order-1", {"a": 9})
    assert ADDRESS.country == "DE"


@pytest.mark.django_db
def test_an_export_holds_the_orders_and_the_cart():
    user = make_user()
    order = make_order(user=user)
    make_cart({"lamp": 2}, user=user)
    files = OrderPersonalData().export(user)
    assert files["orders.json"][0]["number"] == order.number
    assert files["cart.json"] == [{"product_ref": "lamp", "quantity": 2}]


@pytest.mark.django_db
def test_a_payment_that_is_started_elsewhere_keeps_the_units_too():
    order = make_order(hold_expires_at=timezone.now() + timedelta(minutes=2))
    assert set(OrderPayables().resolve([order.number], user=None)) == {order.number}
    order.refresh_from_db()
    assert order.hold_expires_at > timezone.now() + timedelta(minutes=29)


@pytest.mark.django_db
def test_an_order_that_waited_too_long_is_not_payable_elsewhere():
    order = make_order(hold_expires_at=timezone.now() - timedelta(minutes=2))
    assert OrderPayables().resolve([order.number], user=None) == {}


class TestListPrices(PricePolicyContract):
    def make_policy(self):
        return ListPrices()


class TestWholesale(PricePolicyContract):
    def make_policy(self):
        return Wholesale()


class TestDiscountTable(DiscountPolicyContract):
    def make_policy(self):
        make_discount()
        return DiscountTable()


class TestReadersDiscounts(DiscountPolicyContract):
    def make_policy(self):
        return ReadersDiscounts()


class TestShippingTable(ShippingPolicyContract):
    def make_policy(self):
        make_shipping_method()
        return ShippingTable()


class TestCourier(ShippingPolicyContract):
    def make_policy(self):
        return Courier()


class TestTaxTable(TaxPolicyContract):
    def make_policy(self):
        make_tax_rate()
        return TaxTable()


class TestReverseCharge(TaxPolicyContract):
    def make_policy(self):
        return ReverseCharge()


@pytest.mark.django_db
class TestPoliciesFromOutside:
    """Each is swapped by its setting alone."""

    @pytest.fixture
    def use(self, settings):
        def use(**policies):
            paths = {key: f"tests.testapp.policies.{name}" for key, name in policies.items()}
            settings.SHOP_ORDERS = {**settings.SHOP_ORDERS, **paths}

        return use

    def order(self, quantity=1, **fields):
        cart = make_cart({str(make_book(copies=99, price_amount=1000).pk): quantity})
        order = place_order(cart=cart, **{"email": "anna@example.com", "shipping_address": ADDRESS, **fields})
        assert list(find_inconsistencies()) == []
        return order

    def test_a_price_policy(self, use):
        use(PRICE_POLICY="Wholesale")
        assert self.order(9).total.minor == 9000
        order = self.order(10)
        assert (order.lines.get().unit_amount, order.total.minor) == (900, 9000)

    def test_a_discount_policy(self, use):
        use(DISCOUNT_POLICY="ReadersDiscounts")
        assert not self.order().discount
        order = self.order(user=make_user())
        assert [(one.name, one.off.minor, one.discount) for one in order.discounts.all()] == [("Reader", 1, None)]

    def test_a_discount_policy_that_takes_too_much_is_named(self, use):
        use(DISCOUNT_POLICY="Greedy")
        cart = make_cart({str(make_book(price_amount=1000).pk): 1})
        with pytest.raises(ValueError, match=r"DISCOUNT_POLICY.* takes 10\.01 EUR off a line of 10\.00 EUR"):
            quote(list(cart.lines.all()))

    def test_a_shipping_policy(self, use):
        use(SHIPPING_POLICY="Courier")
        make_tax_rate(tax_class="transport", rate=7)
        order = self.order(3, shipping_method="courier")
        assert (order.shipping_ref, order.shipping_name, order.shipping.minor) == ("courier", "Courier", 300)
        assert (order.shipping_tax_rate, order.shipping_tax.minor) == (7, 20)

    def test_a_tax_policy(self, use):
        use(TAX_POLICY="ReverseCharge")
        make_tax_rate(country="")
        abroad = replace(ADDRESS, country="FR", postal_code="75001", city="Paris")
        assert self.order(shipping_address=abroad).tax.minor == 160
        order = self.order(shipping_address=abroad, email="ann@company.example")
        assert [(one.label, one.amount.minor) for one in order.taxes] == [("Reverse charge 0%", 0)]

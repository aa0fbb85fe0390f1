import re
from io import StringIO

import pytest
from config.serve import LOGINS, PASSWORD
from demo.texts import categories, logins, products, reviews, stores
from django.conf import settings
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import call_command
from django.db.models import Count
from django.test import override_settings
from PIL import Image

from shop_accounts.models import Address, User
from shop_catalog.models import Category, Product, Review, Store, Variant
from shop_catalog.services.ledger import disagreements
from shop_chat.models import Message
from shop_orders.models import Order, OrderState
from shop_payments.models import Payment


def run(**options):
    out = StringIO()
    call_command("demo_data", stdout=out, **options)
    return out.getvalue().splitlines()


def census():
    return {
        model: model._base_manager.count()
        for model in (User, Address, Store, Category, Product, Variant, Order, Payment, Review, Message)
    }


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    """The shop after the command has run; for all tests of this module, since pictures take their time."""
    play_money = override_settings(SHOP_PAYMENTS={**settings.SHOP_PAYMENTS, "SANDBOX_ALLOWED": True})
    with django_db_blocker.unblock(), play_money:
        mail.outbox.clear()  # of the test before
        run()
        yield {"mails": [message.subject for message in mail.outbox]}
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize("product", products(), ids=lambda product: product.key)
def test_a_product_has_a_text_and_a_square_picture_of_its_own(product):
    assert 2 <= len(re.findall(r"[.!?](?=\s|$)", product.text)) <= 4
    with Image.open(product.image) as picture:
        assert picture.size == (1000, 1000)


def test_keys_in_the_texts_lead_somewhere():
    keys = {product.key for product in products()}
    assert len(keys) == len({product.emoji for product in products()}) == len(products())
    assert {category.picture for category in categories()} <= keys
    assert {category.store for category in categories()} - {""} == {store.key for store in stores()}
    assert {store.owner for store in stores()} <= {person.email for person in logins()}
    assert set(reviews()) - {"any"} <= {category.key for category in categories()}


@pytest.mark.usefixtures("shop")
@pytest.mark.django_db
class TestTheDemo:
    def test_everybody_printed_at_the_start_can_log_in(self):
        assert [login for login in LOGINS if not authenticate(None, username=login, password=PASSWORD)] == []

    def test_staff_and_superuser_are_who_they_should_be(self):
        assert User.objects.get(email="manager@example.com").is_staff
        assert User.objects.get(email="admin@example.com").is_superuser
        assert not User.objects.get(email="seller@example.com").is_staff
        assert User.objects.get(email="agent@example.com").has_perm("shop_chat.answer_support")

    def test_the_seller_owns_the_first_store(self):
        assert Store.objects.get(name=stores()[0].name).seller.user.email == "seller@example.com"

    def test_all_products_are_on_sale_with_a_picture(self):
        on_sale = Product.objects.on_sale().annotate(pictures=Count("images"))
        assert on_sale.filter(pictures=1).count() == len(products())

    def test_the_counters_of_stock_agree_with_the_ledger(self):
        assert not disagreements()

    def test_the_customer_has_an_order_of_each_kind_and_an_address(self):
        customer = User.objects.get(email="customer@example.com")
        states = set(Order.objects.for_customer(customer).values_list("state", flat=True))
        assert states == {OrderState.PAID, OrderState.PROCESSING, OrderState.SHIPPED, OrderState.DELIVERED}
        assert Address.objects.for_user(customer).count() == 1

    def test_what_is_paid_was_paid_by_a_payment(self):
        for order in Order.objects.paid():
            assert [payment.amount for payment in Payment.objects.for_subject(order)] == [order.total]

    def test_no_mail_went_out(self, shop):
        assert shop["mails"] == []

    def test_a_second_run_changes_nothing(self, django_assert_max_num_queries):
        before = census()
        with django_assert_max_num_queries(30):
            assert run() == ["The demo data is there already."]
        assert census() == before

    def test_what_is_missing_comes_back(self):
        Review.all_objects.all().delete()
        assert [line.partition(":")[0] for line in run()] == ["reviews"]

    def test_a_large_catalog_is_added_once(self):
        assert run(scale=300) == ["further products: 300"]
        assert run(scale=300) == ["The demo data is there already."]
        assert run(scale=350) == ["further products: 50"]
        assert Product.objects.on_sale().count() == len(products()) + 350
        assert not disagreements()

"""Products, their offers and their lists."""

import pytest
from tests.conftest import make_user

from shop_catalog.models import Listing, Offer, Product, Store
from shop_catalog.services.listings import publish
from shop_catalog.services.offers import change_price, set_active
from shop_catalog.services.products import add_variant
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.stock import adjust
from shop_catalog.services.stores import default_store
from shop_catalog.signals import offer_price_changed, offer_stock_low
from shop_catalog.testing import make_offer, make_product
from shop_core.money import Money
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What the signals said."""
    heard = []

    def listen(signal, **kwargs):
        kwargs.pop("sender")
        heard.append(kwargs)

    for signal in (offer_price_changed, offer_stock_low):
        signal.connect(listen, weak=False, dispatch_uid="test")
    yield heard
    for signal in (offer_price_changed, offer_stock_low):
        signal.disconnect(dispatch_uid="test")


def test_a_product_keeps_its_lowest_price():
    product = make_product(price="20")
    add_variant(product=product, price=Money.of("15", "EUR"), name="M")
    cheap = add_variant(product=product, price=Money.of("9", "EUR"), name="S")
    set_active(offer=cheap, active=False)
    product.refresh_from_db()
    assert str(product.price) == "15.00 EUR"


def test_a_product_without_offers_has_no_price():
    offer = make_offer()
    set_active(offer=offer, active=False)
    assert Product.objects.get().price is None
    assert not Product.objects.on_sale()


def test_the_best_offer_is_the_cheapest_in_stock():
    product = make_product(price="5", stock=0)
    dear = add_variant(product=product, price=Money.of("9", "EUR"), stock=1, name="L")
    assert Product.objects.for_cards().get().best_offer == dear


def test_a_changed_price_is_told_and_listed(told, django_capture_on_commit_callbacks):
    offer = make_offer(price="5")
    with django_capture_on_commit_callbacks(execute=True):
        change_price(offer=offer, price=Money.of("6", "EUR"))
        change_price(offer=offer, price=Money.of("6", "EUR"))
    assert [(str(each["before"]), str(each["after"])) for each in told] == [("5.00 EUR", "6.00 EUR")]
    assert str(Product.objects.get().price) == "6.00 EUR"


def test_low_stock_is_told_once_per_crossing(told, django_capture_on_commit_callbacks):
    offer = make_offer(stock=5)
    with django_capture_on_commit_callbacks(execute=True):
        for step, on_hand in enumerate((4, 3, 2, 1, 6, 2)):
            adjust(offer=offer, on_hand=on_hand, reference=f"count-{step}")
    assert [each["on_hand"] for each in told] == [2, 2]


def test_an_offer_may_have_a_threshold_of_its_own(told, django_capture_on_commit_callbacks):
    offer = make_offer(stock=50)
    Offer.objects.update(low_stock_threshold=20)
    with django_capture_on_commit_callbacks(execute=True):
        adjust(offer=offer, on_hand=19, reference="count")
    assert [each["threshold"] for each in told] == [20]


def test_best_rated_trusts_many_readers_more_than_one(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    once, often, never = make_product("Once"), make_product("Often"), make_product("Never")
    publish_review(product=once, author=make_user(), rating=5)
    for _ in range(8):
        publish_review(product=often, author=make_user(), rating=5)
    assert Listing.objects.best_rated().products() == [often, once, never]


def test_featured_products_are_the_newest_of_the_chosen():
    make_product("Plain")
    older, newer = make_product("Older", is_featured=True), make_product("Newer", is_featured=True)
    assert Listing.objects.featured().products() == [newer, older]


def test_rows_written_in_bulk_are_brought_up_to_date():
    template = make_offer(price="7").variant.product
    Product.objects.update(price_amount=None)
    publish()
    assert Product.objects.get(pk=template.pk).price_amount == 700


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_the_first_calls_make_one_default_store():
    stores = run_in_threads(lambda _: default_store(), range(8))
    assert set(stores) == {Store.objects.get()}

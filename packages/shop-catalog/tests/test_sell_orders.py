"""What was sold for a seller, and what is said of it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import make_seller

from shop_catalog.hooks import NothingSold
from shop_catalog.services.review_states import reject_reviews
from shop_catalog.services.reviews import publish_review
from shop_catalog.testing import make_product
from shop_core.contracts import PostalAddress, SoldLine
from shop_core.money import Money

pytestmark = pytest.mark.django_db
ORDERS, REVIEWS = (reverse(f"shop_catalog_sell:{name}") for name in ("order-list", "review-list"))
ADDRESS = PostalAddress(name="Anna Nowak", line1="Lindenstraße 1", city="Berlin", postal_code="10115", country="DE")


class Sales:
    """A `SellerOrders` with as many lines as a test wants."""

    sold: dict[str, list[SoldLine]] = {}

    def lines(self, seller_ref, *, start, stop):
        return self.sold.get(seller_ref, [])[start:stop]

    def count(self, seller_ref, *, limit):
        return len(self.sold.get(seller_ref, [])[:limit])


def line(number, **fields):
    return SoldLine(
        order_number=f"ORDER-{number}",
        paid_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        product_ref="x",
        name="Oak lamp",
        quantity=3,
        total=Money(3750, "EUR"),
        **{"state": "Paid", "ship_to": ADDRESS, **fields},
    )


@pytest.fixture
def store(settings):
    settings.SHOP_CATALOG = {
        "SELLER_ORDERS": "tests.test_sell_orders.Sales",
        "PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought",
        "PAGE_SIZE": 2,
    }
    return make_seller()


@pytest.fixture
def seller(client, store):
    """The browser of a seller."""
    client.force_login(store.seller.user)
    return client


def test_a_seller_reads_what_to_send_and_where(seller, store, monkeypatch):
    cancelled = line(3, is_cancelled=True, state="Cancelled", ship_to=None)
    lines = [line(1, sku="L-1", attributes={"Size": "M"}), line(2), cancelled]
    monkeypatch.setattr(Sales, "sold", {str(store.seller.public_id): lines})
    first = seller.get(ORDERS).text
    for words in ("ORDER-1", "3 ×", "Oak lamp", "37.50", "Size: M", "L-1", "Paid", "Anna Nowak", "Lindenstraße 1"):
        assert words in first
    assert "ORDER-3" not in first
    second = seller.get(f"{ORDERS}?page=2").text
    assert "ORDER-3" in second
    assert "do not send it" in second
    assert "Nov. 20, 2026" in first


def test_other_sellers_read_none_of_it(client, store, monkeypatch):
    monkeypatch.setattr(Sales, "sold", {str(store.seller.public_id): [line(1)]})
    client.force_login(make_seller("Bob").seller.user)
    assert "ORDER-1" not in client.get(ORDERS).text


def test_without_orders_nothing_is_sold(seller, settings):
    assert "Nothing sold yet" in seller.get(ORDERS).text
    settings.SHOP_CATALOG = {}
    assert "Nothing sold yet" in seller.get(ORDERS).text
    assert NothingSold().count("x", limit=None) == 0


@pytest.mark.parametrize("path", [ORDERS, REVIEWS])
def test_these_pages_are_for_sellers(client, path):
    assert client.get(path).url.startswith("/login/")
    client.force_login(make_user())
    assert client.get(path).url == reverse("shop_catalog_sell:register")
    waiting = make_seller("Carl", is_approved=False)
    client.force_login(waiting.seller.user)
    assert client.get(path).url == reverse("shop_catalog_sell:overview")


def test_a_seller_reads_the_reviews_of_their_products(seller, store):
    lamp = make_product("Oak lamp", store=store, creator=store.seller.user)
    theirs = make_product("Mug", store=store)
    publish_review(product=lamp, author=make_user(), rating=4, text="Lights well")
    rejected = publish_review(product=lamp, author=make_user(), rating=1, text="Rude words")
    reject_reviews(review_ids=[rejected.pk])
    publish_review(product=theirs, author=make_user(), rating=4, text="Of another's")
    shown = seller.get(REVIEWS).text
    assert "Oak lamp" in shown
    assert "Lights well" in shown
    assert "Rude words" not in shown
    assert "Of another" not in shown


@pytest.mark.parametrize("count", [1, 20, 100])
def test_the_reviews_cost_the_same_queries_for_any_number(seller, store, settings, count, django_assert_num_queries):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought", "PAGE_SIZE": 100}
    lamp = make_product("Oak lamp", store=store, creator=store.seller.user)
    for _ in range(count):
        publish_review(product=lamp, author=make_user(), rating=4)
    with django_assert_num_queries(5):
        assert len(seller.get(REVIEWS).context["rows"]) == count


def test_who_has_no_reviews_is_told_so(seller):
    assert "No reviews yet" in seller.get(REVIEWS).text

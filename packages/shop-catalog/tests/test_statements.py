"""Queries that are spelled as SQL once."""

import pytest
from django.db.models import BigIntegerField

from shop_catalog import spelling
from shop_catalog.models import Offer
from shop_catalog.narrowing import AttributeWish, Narrowing, SellerWish
from shop_catalog.reading import Cards, read_document
from shop_catalog.statements import Given, Statement
from shop_catalog.testing import make_category, make_offer, make_product

pytestmark = pytest.mark.django_db


def test_a_query_is_built_once_and_run_with_the_values_of_each_time():
    built = []

    def build():
        built.append(1)
        key = Given("key", BigIntegerField())
        return Offer.objects.filter(pk=key).values_list("public_id", "on_hand")

    units = Statement(Offer, build)
    few, many = make_offer(stock=1), make_offer(stock=9)
    assert units.rows(key=few.pk) == [(few.public_id, 1)]
    assert units.rows(key=many.pk) == [(many.public_id, 9)]
    assert (units.count(key=many.pk), units.count(key=0)) == (1, 0)
    assert built == [1]


def test_the_cards_of_everything_are_cut_newest_first():
    for number in range(5):
        make_product(f"Product {number}")
    cards = [card for card, _since in Cards(Narrowing())[1:3]]
    assert ["Product 3" in cards[0], "Product 2" in cards[1]] == [True, True]
    assert [Cards(Narrowing()).count_up_to(limit) for limit in (3, 100, None)] == [3, 5, 5]


def test_what_is_not_on_sale_has_no_document():
    assert read_document(make_product().pk, "")["in_stock"]
    assert read_document(0, "") is None


def test_lists_that_ask_for_other_values_are_built_once(monkeypatch):
    make_product("Red boots", price="20")
    make_product("Blue boots", price="40")
    spelling._statement.cache_clear()
    wishes = [
        Narrowing(search=search, max_price=most, in_stock=True)
        for search, most in [("boots", 2_500), ("boots", 9_000), ("red", 9_000), ("nothing", 9_000)]
    ]
    assert [Cards(wish).count_up_to(None) for wish in wishes] == [1, 2, 1, 0]
    assert spelling._statement.cache_info().misses == 1
    assert Cards(Narrowing(search="boots", min_price=2_500, max_price=9_000)).count_up_to(None) == 1
    assert spelling._statement.cache_info().misses == 2


@pytest.mark.parametrize("wish", [{"nowhere": True}, {"search": "?!"}])
def test_what_finds_nothing_needs_no_statement(wish):
    make_product()
    assert Cards(Narrowing(**wish))[0:5] == []
    assert Cards(Narrowing(**wish)).count_up_to(None) == 0


def test_every_wish_narrows_alike_spelled_and_built_anew(monkeypatch):
    category = make_category("Shoes")
    made = make_product("Boots", price="20", category=category)
    make_product("Teapot", price="90")
    store = made.offers[0].store
    wishes = [
        {"category": category},
        {"store": store.public_id, "max_price": 3_000},
        {"seller": SellerWish(), "max_price": 3_000},
        {"seller": SellerWish(value="nobody")},
        {"seller": SellerWish(field="country", value="PL")},
        {"min_rating": 1},
        {"attributes": {"attr.size": AttributeWish(values=("41", "42"), least=1.5, most=2.0)}},
    ]
    spelled = [Cards(Narrowing(**wish))[0:5] for wish in wishes]
    monkeypatch.setattr(spelling, "_prepare", lambda narrowing: None)
    assert spelled == [Cards(Narrowing(**wish))[0:5] for wish in wishes]
    assert [len(found) for found in spelled] == [1, 1, 1, 0, 0, 0, 0]

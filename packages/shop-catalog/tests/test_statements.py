"""Queries that are spelled as SQL once."""

import pytest
from django.db.models import BigIntegerField

from shop_catalog.models import Offer
from shop_catalog.reading import NewestCards, read_document
from shop_catalog.statements import Given, Statement
from shop_catalog.testing import make_offer, make_product

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
    cards = [card for card, _since in NewestCards()[1:3]]
    assert ["Product 3" in cards[0], "Product 2" in cards[1]] == [True, True]
    assert [NewestCards().count_up_to(limit) for limit in (3, 100, None)] == [3, 5, 5]


def test_what_is_not_on_sale_has_no_document():
    assert read_document(make_product().pk)["in_stock"]
    assert read_document(0) is None

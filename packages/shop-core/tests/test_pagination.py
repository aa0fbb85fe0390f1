"""Pages of long lists."""

import pytest
from django.contrib.auth.models import Group
from django.core.paginator import EmptyPage, PageNotAnInteger

from shop_core.pagination import DEEPEST, LimitedPaginator


@pytest.fixture
def groups(db):
    Group.objects.bulk_create(Group(name=f"{number:03}") for number in range(25))
    return Group.objects.order_by("name")


def limit(settings, count):
    settings.SHOP_CORE = {"COUNT_LIMIT": count}


def test_a_short_list_is_counted_exactly(groups):
    page = LimitedPaginator(groups, 10).page(2)
    assert [group.name for group in page] == [f"{number:03}" for number in range(10, 20)]
    assert (page.paginator.count, page.paginator.is_exact, page.paginator.num_pages) == (25, True, 3)
    assert page.has_next()
    assert page.next_page_number() == 3
    assert (page.start_index(), page.end_index()) == (11, 20)


def test_a_long_list_is_counted_up_to_the_limit(groups, settings):
    limit(settings, 12)
    paginator = LimitedPaginator(groups, 10)
    assert paginator.page(1).has_next()
    assert (paginator.count, paginator.is_exact) == (12, False)


def test_pages_past_the_limit_are_there(groups, settings):
    limit(settings, 5)
    middle = LimitedPaginator(groups, 10).page(2)
    assert (middle.paginator.count, middle.paginator.is_exact, middle.paginator.num_pages) == (21, False, 3)
    last = LimitedPaginator(groups, 10).page(3)
    assert (last.paginator.count, last.paginator.is_exact, last.has_next()) == (25, True, False)


def test_the_last_page_needs_no_count(groups, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = LimitedPaginator(groups, 30).page(1)
        assert (page.paginator.count, page.has_next()) == (25, False)


@pytest.mark.parametrize(("count_limit", "queries"), [(0, 1), (1000, 2), (None, 2)])
def test_how_far_a_list_counts_is_an_option(groups, settings, django_assert_num_queries, count_limit, queries):
    limit(settings, count_limit)
    with django_assert_num_queries(queries):
        paginator = LimitedPaginator(groups, 10)
        paginator.page(1)
        assert paginator.count == (11 if count_limit == 0 else 25)


@pytest.mark.parametrize("number", [0, -1, 4, DEEPEST, 10**40])
def test_a_page_that_is_not_there_is_refused(groups, number):
    with pytest.raises(EmptyPage):
        LimitedPaginator(groups, 10).page(number)


@pytest.mark.parametrize("number", ["", "x", None, 1.5])
def test_what_is_no_number_is_refused(groups, number):
    with pytest.raises(PageNotAnInteger):
        LimitedPaginator(groups, 10).page(number)


@pytest.mark.parametrize(("number", "shown"), [("x", 1), (99, 3), ("2", 2), (10**40, 3)])
def test_readers_get_the_nearest_page(groups, number, shown):
    assert LimitedPaginator(groups, 10).get_page(number).number == shown


def test_the_last_page_has_none_after_it(groups):
    with pytest.raises(EmptyPage):
        LimitedPaginator(groups, 10).page(3).next_page_number()


def test_a_plain_list_and_an_empty_one_page_too(db):
    assert list(LimitedPaginator([1, 2, 3], 2).page(2)) == [3]
    empty = LimitedPaginator(Group.objects.order_by("pk"), 2).page(1)
    assert (list(empty), empty.paginator.count, empty.paginator.num_pages) == ([], 0, 1)

"""Nobody floods the shop."""

import pytest
from tests.conftest import make_user
from tests.people import make_staff

from shop_catalog.exceptions import TooManyListingsError
from shop_catalog.services.limits import HOUR, count_listing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_an_hour(settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 2}


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands at ten past the hour until it is turned."""
    hands = {"now": 100 * HOUR + 600}
    monkeypatch.setattr("shop_catalog.services.limits.time", lambda: hands["now"])
    return hands


def list_something(user, times):
    for _ in range(times):
        count_listing(user=user)


def test_one_more_than_the_limit_is_refused_until_the_hour_is_over(clock):
    ann = make_user("ann")
    list_something(ann, 2)
    with pytest.raises(TooManyListingsError, match="in 50 minutes") as refusal:
        count_listing(user=ann)
    assert (refusal.value.status, refusal.value.retry_after) == (429, 3000)
    clock["now"] += 3000
    count_listing(user=ann)


def test_each_person_is_counted_apart(clock):
    list_something(make_user("ann"), 2)
    list_something(make_user("bob"), 2)


def test_the_staff_is_not_counted():
    list_something(make_staff(), 5)
    with pytest.raises(TooManyListingsError):
        list_something(make_staff("view_product"), 3)


def test_zero_is_no_limit(settings):
    settings.SHOP_CATALOG = {"LISTINGS_PER_HOUR": 0}
    list_something(make_user(), 50)


def test_a_cache_that_keeps_nothing_counts_nothing(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    list_something(make_user(), 5)

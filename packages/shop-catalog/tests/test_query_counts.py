"""Every endpoint, page and list of the admin costs the same queries for 1, 20 and 100 rows.

The addresses come from the URLconfs and the admins from their registry: who adds one has to say here what it costs.
"""

import pytest
from django.contrib.admin import site
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.addresses import address_of, patterns
from tests.conftest import make_user
from tests.people import client_of
from tests.world import make_world

pytestmark = pytest.mark.django_db

API = {
    "attribute-list": 2,
    "attribute-detail": 2,
    "category-attribute-list": 3,
    "category-attribute-detail": 3,
    "category-list": 3,  # two count what is on sale, once a minute
    "category-tree": 3,
    "category-detail": 3,
    "product-image-list": 2,
    "product-image-detail": 2,
    "product-list": 2,  # a search counts first, for very many are not all ranked
    "product-detail": 2,
    "product-history": 3,
    "variant-history": 4,
    "store-history": 4,
    "store-item-history": 5,
    "seller-history": 2,
    "review-history": 2,
    "category-history": 2,
    "attribute-history": 2,
    "variant-list": 2,
    "variant-detail": 2,
    "review-list": 1,
    "review-detail": 1,
    "seller-list": 1,
    "seller-detail": 1,
    "store-list": 1,
    "store-detail": 1,
    "store-item-list": 1,
    "store-item-detail": 1,
    "store-item-movements": 2,
}
PAGES = {
    "product-list": 14,
    "category-list": 3,
    "category": 15,
    "store": 13,
    "product-detail": 10,
    "review-edit": 3,
    "review-delete": 3,
    "review-report": 3,
}
SELL = {
    "overview": 10,
    "profile": 4,
    "store-list": 5,
    "store-add": 4,
    "store-edit": 5,
    "offer-list": 7,
    "offer-edit": 5,
    "offer-price-and-stock": 5,
    "offer-movements": 6,
    "offer-delete": 5,
    "order-list": 4,
    "review-list": 5,
    "product-list": 10,
    "product-add": 9,
    "product-edit": 15,
    "category-options": 6,
    "product-pictures": 8,
    "product-sell": 13,
    "product-history": 9,
    "product-delete": 8,
    "product-deleted": 7,
    "offer-history": 6,
    "variant-list": 11,
    "variant-add": 13,
    "variant-edit": 10,
    "variant-delete": 9,
}
ADMIN = {
    "Attribute": 4,
    "Category": 6,
    "Change": 4,
    "Offer": 4,
    "Product": 4,
    "Review": 4,
    "ReviewReport": 4,
    "Seller": 4,
    "StockAlert": 4,
    "StockMovement": 4,
    "StockReservation": 4,
    "Store": 4,
    "Variant": 4,
}
DELETED = {
    "attribute": 1,
    "category": 1,
    "product": 3,
    "review": 1,
    "seller": 1,
    "store": 1,
    "store-item": 1,
    "variant": 1,
}
"""What it costs to list what is deleted; of these there are products only."""
FOR_STAFF = {"attribute-history", "category-history", "review-history"}
WITHOUT_WORDS = {"category-attribute-list", "product-image-list"}
"""Lists that are short and shown whole; like a single thing of the API they refuse all words of a query string."""
LEAD_AWAY = {"register", "review-create"}
"""Pages of which a seller sees nothing."""


@pytest.fixture(params=[1, 20, 100])
def count(request):
    return request.param


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought", "PAGE_SIZE": 100}
    settings.SHOP_CORE = {"COUNT_LIMIT": 0}  # to count what does not fit on a page is a query of its own


def cost(client, address, **query):
    """Return how many queries it takes to answer the first who comes."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, query)
    assert answer.status_code == 200, address
    return len(queries)


def costs(client, app_name, shop, staff=None, **query):
    """Return what each address of an app costs that can be read.

    :param staff: who reads what is for the staff alone; None: nobody does.
    """
    return {
        pattern.name: cost(
            staff if pattern.name in FOR_STAFF else client,
            address_of(app_name, pattern, shop),
            **(query if takes_words(pattern.name) else {}),
        )
        for name, pattern in patterns()
        if name == app_name and pattern.name not in LEAD_AWAY and can_be_read(pattern.callback)
        if staff or pattern.name not in FOR_STAFF
    }


def can_be_read(callback):
    return "get" in callback.actions if hasattr(callback, "actions") else hasattr(callback.view_class, "get")


def takes_words(name):
    return name not in API or (name.endswith("-list") and name not in WITHOUT_WORDS)


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_reading_costs_the_same_queries_for_any_number(count):
    shop = make_world(count)
    seller = browser_of(shop.user)
    boss = client_of(make_user(is_staff=True, is_superuser=True))
    assert costs(client_of(shop.user), "shop_catalog_api", shop, boss, search="lamp", page_size=100) == API
    deleted = {name: cost(boss, reverse(f"shop_catalog_api:{name}-list"), deleted="true") for name in DELETED}
    assert deleted == DELETED
    assert costs(seller, "shop_catalog", shop, search="lamp") == PAGES
    assert costs(seller, "shop_catalog_sell", shop) == SELL
    staff = browser_of(make_user(is_staff=True, is_superuser=True))
    assert {
        model.__name__: cost(staff, reverse(f"admin:shop_catalog_{model._meta.model_name}_changelist"), q="lamp")
        for model in site._registry
        if model._meta.app_label == "shop_catalog"
    } == ADMIN
    assert cost(staff, reverse("admin:shop_catalog_product_history", args=[shop.product.pk])) == 4


def test_lists_count_no_further_than_the_limit(settings):
    settings.SHOP_CORE = {"COUNT_LIMIT": 3}
    settings.SHOP_CATALOG |= {"PAGE_SIZE": 2}
    shop = make_world(6)
    seller = browser_of(shop.user)
    seen = []
    for app_name, client in (("shop_catalog_api", client_of(shop.user)), ("shop_catalog", seller)):
        with CaptureQueriesContext(connection) as queries:
            costs(client, app_name, shop, page_size=2)
        seen += [each["sql"] for each in queries if each["sql"].startswith("SELECT COUNT(*)")]
    assert len(seen) > len(API) / 3
    assert [sql for sql in seen if "LIMIT 4" not in sql] == []


def test_the_admin_counts_no_further_than_it_must():
    """Nothing in a list asks for all rows: no count to the end, no hierarchy of dates, no filter by what values there are."""
    staff = browser_of(make_user(is_staff=True, is_superuser=True))
    make_world(3)
    for model in [model for model in site._registry if model._meta.app_label == "shop_catalog"]:
        address = reverse(f"admin:shop_catalog_{model._meta.model_name}_changelist")
        with CaptureQueriesContext(connection) as queries:
            answer = staff.get(address)
        assert answer.status_code == 200
        table = f'FROM "{model._meta.db_table}"'
        about = [each["sql"] for each in queries if table in each["sql"]]
        whole = [sql for sql in about if "LIMIT" not in sql and not sql.startswith("SELECT COUNT(*)")]
        assert [sql for sql in about if "COUNT(*)" in sql and "LIMIT 1001" not in sql] == []
        assert [sql for sql in whole if "DISTINCT" in sql or "MIN(" in sql] == []

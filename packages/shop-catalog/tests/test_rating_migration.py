"""Reviews written before products kept their stars."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.conftest import make_user

from shop_catalog.models import Product, Review
from shop_catalog.testing import make_product


def migrate_to(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("shop_catalog", name)])
    return executor.loader.project_state([("shop_catalog", name)]).apps


@pytest.mark.django_db(transaction=True)
def test_the_stars_of_existing_reviews_are_counted():
    loved, new = make_product(), make_product()
    for rating in (5, 5, 2):
        Review.objects.create(product=loved, author=make_user(), rating=rating)
    Review.objects.create(product=loved, author=make_user(), rating=1).soft_delete()
    leaf = next(name for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes("shop_catalog"))
    migrate_to("0005_stock_alerts")
    migrate_to(leaf)
    assert Product.objects.get(pk=loved.pk).rating_histogram == {5: 2, 4: 0, 3: 0, 2: 1, 1: 0}
    assert Product.objects.get(pk=loved.pk).rating == 4
    assert Product.objects.get(pk=new.pk).rating is None

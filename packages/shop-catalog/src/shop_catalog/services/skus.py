"""SKUs that nobody else has."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from ..exceptions import SkuTakenError


@contextmanager
def unless_sku_taken() -> Iterator[None]:
    """Write variants inside; where another one has the SKU, nothing is written.

    :raises SkuTakenError: another variant has the SKU.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        # PostgreSQL names the constraint, SQLite the column.
        if "shop_catalog_variant_sku" in str(error) or "shop_catalog_variant.sku" in str(error):
            raise SkuTakenError from None
        raise

"""Search by PostgreSQL's full text: a weighted vector beside each listing, with a GIN index.

See https://www.postgresql.org/docs/current/textsearch.html. Nothing here needs an extension.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, FloatField, QuerySet
from django.db.models.expressions import RawSQL

from ..conf import conf
from ..hooks import SearchText
from ..models import Listing
from .words import fold, query_words

RANKED = 2000
"""So many matches are ranked at most: of a word that everything has, the best of these come first."""

INDEX = """
UPDATE shop_catalog_listing SET search =
    setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector(%s::regconfig, %s), 'B')
    || setweight(to_tsvector(%s::regconfig, %s), 'D')
WHERE product_id = %s
"""
MATCH = "shop_catalog_listing.search @@ to_tsquery(%s::regconfig, %s)"
# The rank of a text does not grow with its length (1), and stays below 1 (32).
RANK = "ts_rank(shop_catalog_listing.search, to_tsquery(%s::regconfig, %s), 33)"


def index(texts: Sequence[SearchText]) -> None:
    """Write the vectors."""
    language = conf.options.SEARCH_LANGUAGE
    rows = [
        (language, fold(each.name), language, fold(each.keywords), language, fold(each.body), each.product_id)
        for each in texts
    ]
    with connections[router.db_for_write(Listing)].cursor() as cursor:
        cursor.executemany(INDEX, rows)


def remove(product_ids: Collection[int]) -> None:
    """Do nothing: the vector goes with its listing."""


def find(listings: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the listings that have every word, or a word that begins with it."""
    words = query_words(text)
    if not words:
        return listings.none()
    arguments = (conf.options.SEARCH_LANGUAGE, " & ".join(f"'{word}':*" for word in words))
    found: QuerySet[Any] = listings.filter(RawSQL(MATCH, arguments, BooleanField())).annotate(
        relevance=RawSQL(RANK, arguments, FloatField())
    )
    return found

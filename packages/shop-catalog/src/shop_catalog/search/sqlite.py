"""Search by SQLite's FTS5, weighted like PostgreSQL's. See https://www.sqlite.org/fts5.html."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, Expression, F, FloatField, Func, QuerySet, Value

from ..hooks import SearchText
from ..models import Listing
from .words import indexed, nothing, query_words

FORGET = "DELETE FROM shop_catalog_search WHERE rowid = %s"
INDEX = "INSERT INTO shop_catalog_search (rowid, name, keywords, body) VALUES (%s, %s, %s, %s)"


class Matches(Func):
    template = "%(expressions)s)"
    arg_joiner = " IN (SELECT rowid FROM shop_catalog_search WHERE shop_catalog_search MATCH "
    output_field = BooleanField()


class Rank(Func):
    """How well it matches; FTS5's measure is the better the lower, and the weights are those of PostgreSQL's classes A, B and D."""

    template = (
        "(SELECT -bm25(shop_catalog_search, 10.0, 4.0, 1.0) FROM shop_catalog_search WHERE rowid = %(expressions)s)"
    )
    arg_joiner = " AND shop_catalog_search MATCH "
    output_field = FloatField()


def index(texts: Sequence[SearchText]) -> None:
    """Write the texts in place of earlier ones."""
    remove([each.product_id for each in texts])
    rows = [(each.product_id, indexed(each.name), indexed(each.keywords), indexed(each.body)) for each in texts]
    with connections[router.db_for_write(Listing)].cursor() as cursor:
        cursor.executemany(INDEX, rows)


def remove(product_ids: Collection[int]) -> None:
    """Delete the texts."""
    with connections[router.db_for_write(Listing)].cursor() as cursor:
        cursor.executemany(FORGET, [(key,) for key in product_ids])


def prepare(text: str) -> str:
    """Return the query for every word, or a word that begins with it."""
    return " ".join(f'"{word}"*' for word in query_words(text))


def prepare_any(text: str) -> str:
    """Return the query for any of the words."""
    return " OR ".join(f'"{word}"*' for word in query_words(text))


def find(listings: QuerySet[Any], text: str, *, any_word: bool = False) -> QuerySet[Any]:
    """Return the listings that match."""
    prepared = prepare_any(text) if any_word else prepare(text)
    return find_prepared(listings, Value(prepared)) if prepared else nothing(listings)


def find_prepared(listings: QuerySet[Any], prepared: Expression) -> QuerySet[Any]:
    """Do the same with what `prepare` returns, or will."""
    found: QuerySet[Any] = listings.filter(Matches(F("pk"), prepared)).annotate(relevance=Rank(F("pk"), prepared))
    return found


def near(word: str) -> list[str]:
    """Return nothing: words with the same first letter are all that is known here."""
    return []

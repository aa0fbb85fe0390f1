"""Search by PostgreSQL's full text: a weighted vector beside each listing, with a GIN index.

See https://www.postgresql.org/docs/current/textsearch.html. Nothing here needs an extension, or imports a driver.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, Expression, F, FloatField, Func, QuerySet, TextField, Value

from ..conf import conf
from ..hooks import SearchText
from ..models import Listing
from .words import indexed, nothing, query_words

INDEX = """
UPDATE shop_catalog_listing SET search =
    setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector(%s::regconfig, %s), 'B')
    || setweight(to_tsvector(%s::regconfig, %s), 'D')
WHERE product_id = %s
"""


# Trigrams find what a wrong first letter hides; where the extension is absent, nothing.
HAS_TRIGRAMS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"
NEAR = "SELECT word FROM shop_catalog_searchword WHERE word %% %s ORDER BY similarity(word, %s) DESC LIMIT 20"


class Vector(Func):
    """The column ``search`` of the row whose key is given; no field of the model, since other databases have none."""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[()]]:
        column, _arguments = compiler.compile(self.get_source_expressions()[0])
        return f"{column.rpartition('.')[0]}.search", ()


class Query(Func):
    function = "to_tsquery"
    template = "%(function)s(%(expressions)s)"
    arg_joiner = "::regconfig, "
    output_field = TextField()


class Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Rank(Func):
    """How well it matches: not growing with the length of the text (1), and below 1 (32)."""

    function = "ts_rank"
    template = "%(function)s(%(expressions)s, 33)"
    output_field = FloatField()


def index(texts: Sequence[SearchText]) -> None:
    """Write the vectors."""
    language = conf.options.SEARCH_LANGUAGE
    rows = [
        (language, indexed(each.name), language, indexed(each.keywords), language, indexed(each.body), each.product_id)
        for each in texts
    ]
    with connections[router.db_for_write(Listing)].cursor() as cursor:
        cursor.executemany(INDEX, rows)


def remove(product_ids: Collection[int]) -> None:
    """Do nothing: the vector goes with its listing."""


def prepare(text: str) -> str:
    """Return the query for every word, or a word that begins with it."""
    return " & ".join(f"'{word}':*" for word in query_words(text))


def prepare_any(text: str) -> str:
    """Return the query for any of the words."""
    return " | ".join(f"'{word}':*" for word in query_words(text))


def find(listings: QuerySet[Any], text: str, *, any_word: bool = False) -> QuerySet[Any]:
    """Return the listings that match."""
    prepared = prepare_any(text) if any_word else prepare(text)
    return find_prepared(listings, Value(prepared)) if prepared else nothing(listings)


def find_prepared(listings: QuerySet[Any], prepared: Expression) -> QuerySet[Any]:
    """Do the same with what `prepare` returns, or will."""
    vector = Vector(F("pk"), output_field=TextField())
    query = Query(Value(conf.options.SEARCH_LANGUAGE), prepared)
    found: QuerySet[Any] = listings.filter(Matches(vector, query)).annotate(relevance=Rank(vector, query))
    return found


def near(word: str) -> list[str]:
    """Return known words that have letters in common with this one."""
    with connections[router.db_for_read(Listing)].cursor() as cursor:
        cursor.execute(HAS_TRIGRAMS)
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(NEAR, [word, word])
        return [found for (found,) in cursor.fetchall()]

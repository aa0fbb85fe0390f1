"""Queries that are spelled as SQL once: for the ORM to build one costs many times what running it does.

.. code-block:: python

    KEY = Given("key", BigIntegerField())
    LEFT = Statement(Offer, lambda: Offer.objects.filter(variant__product=KEY).values_list("on_hand"))
    LEFT.rows(key=12)

The values are parameters of the SQL and never part of it: where the database keeps prepared statements, it plans each once.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connections, router
from django.db.models import Expression, Model, QuerySet

Row = tuple[Any, ...]


class Given(Expression):
    """Stands in a query for a value that is known when it runs."""

    def __init__(self, name: str, output_field: Any) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Given) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def as_sql(self, compiler: Any, connection: Any, *args: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Statement:
    """A query, spelled at its first use on each database.

    :param model: says which database is read.
    :param build: makes it, of plain columns (``values_list``), with a `Given` wherever a value differs from one run to the next.
    """

    def __init__(self, model: type[Model], build: Callable[[], QuerySet[Any]]) -> None:
        self.model = model
        self.build = build
        self._spelled = lru_cache(self._spell)

    def rows(self, **values: Any) -> list[Row]:
        """Run it, and return its rows."""
        using = router.db_for_read(self.model)
        sql, parameters, convert = self._spelled(using)
        return convert(_fetch(using, sql, parameters, values))

    def count(self, **values: Any) -> int:
        """Return how many rows it has."""
        using = router.db_for_read(self.model)
        sql, parameters, _convert = self._spelled(using)
        ((count,),) = _fetch(using, f"SELECT COUNT(*) FROM ({sql}) AS counted", parameters, values)  # noqa: S608 - our own SQL
        return int(count)

    def _spell(self, using: str) -> tuple[str, tuple[Any, ...], Callable[[list[Row]], list[Row]]]:
        compiler = self.build().query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])

        def convert(rows: list[Row]) -> list[Row]:
            return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows

        return sql, tuple(parameters), convert


def _fetch(using: str, sql: str, parameters: tuple[Any, ...], values: dict[str, Any]) -> list[Row]:
    connection = connections[using]
    given = [
        each.output_field.get_db_prep_value(values[each.name], connection) if isinstance(each, Given) else each
        for each in parameters
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[Row] = cursor.fetchall()
        return rows

"""Whether ours and the floor answer the same, and what of the database ours needs; prints JSON.

Run as ``python -m benchmarks.check 10000`` with ``DATABASE_URL``; names of targets may follow.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django

from .targets import TARGETS, Target, addresses

LOOKED_AT = 10
WARM = 10
"""So many requests are not counted: connections, caches and prepared statements come with them."""


@dataclass
class Checked:
    """What was found of a target."""

    queries: int
    database_ms: float
    size: int
    differences: list[str] = field(default_factory=list)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    products, names = int(sys.argv[1]), sys.argv[2:]
    wanted = [target for target in TARGETS if not names or target.name in names]
    print(json.dumps({target.name: asdict(check(target, products=products)) for target in wanted}))


def check(target: Target, *, products: int) -> Checked:
    """Ask all forms of a target for a few of its addresses."""
    forms = {form: addresses(address, products=products)[:LOOKED_AT] for form, address in target.forms.items()}
    counts, times, differences = [], [], []
    for address in forms["ours"] * (WARM // len(forms["ours"]) + 1):
        _get(address)
    for turn, address in enumerate(forms["ours"]):
        body, queries = _get(address)
        counts.append(len(queries))
        times.append(1000 * sum(queries))
        for form in [form for form in ("floor", "plain") if form in forms]:
            other, _queries = _get(forms[form][turn])
            differences += [f"{address} {each}" for each in compare(json.loads(body), json.loads(other), form)]
    return Checked(max(counts), round(median(times), 2), len(body), differences)


def _get(address: str) -> tuple[bytes, list[float]]:
    """Return the answer, and how many seconds each query took."""
    from django.db import connection
    from django.test import Client

    queries: list[float] = []

    def time_query(execute: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            queries.append(time.perf_counter() - began)

    with connection.execute_wrapper(time_query):
        answer = Client(SERVER_NAME="127.0.0.1").get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}: {answer.content[:500]!r}")
    return answer.content, queries


def compare(ours: Any, other: Any, form: str) -> Iterator[str]:
    """Tell what differs. The plain way has an envelope of its own and finds other things; neither mends what was mistyped."""
    if form == "floor" or "results" not in ours:
        if "corrected" not in ours:
            yield from _differences(ours, other, form)
        return
    theirs = {row["id"]: row for row in other["results"]}
    for row in ours["results"]:
        if row["id"] in theirs:
            yield from _differences(row, theirs[row["id"]], f"{form}.results[{row['id']}]")


def _differences(ours: Any, other: Any, where: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(other, dict):
        for key in [*ours, *(key for key in other if key not in ours)]:
            yield from _differences(ours.get(key, "missing"), other.get(key, "missing"), f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(other, list) and len(ours) == len(other):
        for index, (one, another) in enumerate(zip(ours, other, strict=True)):
            yield from _differences(one, another, f"{where}[{index}]")
    elif where.endswith(".next") and ours and other:
        yield from _differences(parse_qs(urlsplit(ours).query), parse_qs(urlsplit(other).query), f"{where}?")
    elif ours != other:
        yield f"{where}: ours {ours!r}, {other!r}"


if __name__ == "__main__":
    main()

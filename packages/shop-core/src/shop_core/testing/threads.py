"""Real threads on the test database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Semaphore
from typing import TypeVar

from django.db import connections

ItemT = TypeVar("ItemT")
AnswerT = TypeVar("AnswerT")

AT_ONCE = 40
"""A PostgreSQL server takes a hundred connections by default, and tests are not alone on it."""


def run_in_threads(work: Callable[[ItemT], AnswerT], items: Iterable[ItemT]) -> list[AnswerT | Exception]:
    """Run ``work`` for every item at once, a thread each, and return its answers or the exceptions it raised, in order.

    All threads start together, and `AT_ONCE` of them work at a time; each closes its database connections. Tests that use
    it need ``transaction=True``.
    """
    items = list(items)
    start = Barrier(len(items))
    room = Semaphore(AT_ONCE)

    def run(item: ItemT) -> AnswerT | Exception:
        start.wait()
        with room:
            try:
                return work(item)
            except Exception as error:
                return error
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(run, items))

"""How far the command is: a bar where somebody watches, else plain lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.core.management.base import OutputWrapper
from tqdm import tqdm

ItemT = TypeVar("ItemT")


class Progress:
    """Tells on ``out`` what is being added."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out
        self.added = 0
        """How many records there are more than before."""

    def over(
        self, items: Sequence[ItemT], *, of: str, weigh: Callable[[ItemT], int] = lambda item: 1
    ) -> Iterator[ItemT]:
        """Give the items one after the other, and tell how many of them are done.

        :param of: what they are, in the plural.
        :param weigh: how many records an item stands for.
        """
        total = sum(map(weigh, items))
        if not total:
            return
        watched = self.out.isatty()
        with tqdm(total=total, desc=of, disable=not watched) as bar:
            for item in items:
                yield item
                self.added += weigh(item)
                bar.update(weigh(item))
        if not watched:
            self.out.write(f"{of}: {total}")

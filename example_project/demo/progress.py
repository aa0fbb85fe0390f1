"""How far the command is: a bar where somebody watches, else a line for each part of the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.core.management.base import OutputWrapper
from tqdm import tqdm

ItemT = TypeVar("ItemT")


class Progress:
    """Counts the parts of the work on ``out``."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out
        self.done = 0
        """How many items have been worked on, over all parts."""

    def over(self, items: Sequence[ItemT], *, of: str, size: int = 1) -> Iterator[ItemT]:
        """Give the items one after the other, and tell how many of them are done.

        :param of: what they are, in the plural.
        :param size: how many records one item stands for.
        """
        if not items:
            return
        bar = tqdm(items, desc=of.ljust(12), unit_scale=size, leave=True, disable=not self.out.isatty())
        yield from bar
        self.done += len(items)
        if bar.disable:
            self.out.write(f"{of}: {len(items) * size}")

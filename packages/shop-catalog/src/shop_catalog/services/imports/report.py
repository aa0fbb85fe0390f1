"""What an import says of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .entries import Entry

MAX_PROBLEMS = 1000
"""So many are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be imported.

    :param row: as a spreadsheet numbers it: 1 is that of the headings. 0 is the file as a whole.
    :param column: its heading; empty where it is no single one.
    """

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Report:
    """How many rows are new, change something, or are as the shop has them already; and which are bad."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    new_categories: set[str] = field(default_factory=set)
    """The addresses of the categories that are made."""
    categories: set[int] = field(default_factory=set)
    """The keys of those that products come into."""
    offers: set[int] = field(default_factory=set)
    """The keys of the offers that change."""
    products: set[int] = field(default_factory=set)
    """The keys of the products whose variants come or change."""

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.unchanged

    @property
    def is_clean(self) -> bool:
        return self.problem_count == 0

    def count(self, entry: Entry) -> None:
        """Count a row that can be imported."""
        if entry.product.pk and (entry.variant._state.adding or entry.changes & {"variant", "options", "sku"}):
            self.products.add(entry.product.pk)
        if entry.is_new:
            self.new += 1
        elif entry.changes:
            self.changed += 1
            self.offers.add(entry.offer.pk)
        else:
            self.unchanged += 1

    def refuse(self, row: int, reasons: Mapping[str, str]) -> None:
        """Note by column what is wrong with a row."""
        for column, reason in reasons.items():
            self.problem_count += 1
            if len(self.problems) < MAX_PROBLEMS:
                self.problems.append(Problem(row, column, reason))

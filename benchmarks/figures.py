"""Arithmetic of the rounds. Machines differ, and from minute to minute: a ratio is taken inside a round, then its median."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Key = tuple[int, str, str]
"""Number of products, name of the target, form."""

Round = Mapping[Key, float]
"""The requests per second of everything that was measured in one round."""


@dataclass(frozen=True)
class Spread:
    """A figure of several rounds."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    def text(self, form: str = ".2f") -> str:
        return f"{self.middle:{form}} ({self.least:{form}}-{self.most:{form}})"


def rate(rounds: Sequence[Round], key: Key) -> Spread | None:
    """Return the requests per second; nothing of what was not measured."""
    values = [each[key] for each in rounds if key in each]
    return Spread.of(values) if values else None


def ratio(rounds: Sequence[Round], key: Key, beside: Key) -> Spread | None:
    """Return how much of the rate of ``beside`` is reached, each round compared with itself."""
    values = [each[key] / each[beside] for each in rounds if key in each and each.get(beside)]
    return Spread.of(values) if values else None

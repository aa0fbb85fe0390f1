"""What the shop is meant to reach, and whether it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .figures import Round, Spread, ratio

SMALL, LARGE = 10_000, 100_000
OF_THE_FLOOR = {"list": 0.60, "detail": 0.55, "search": 0.60}
QUERIES = {"list": 2, "detail": 2}


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A wish, what was found, and the bound that it is judged by."""

    wish: str
    found: float
    bound: float
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        return self.found <= self.bound if self.at_most else self.found >= self.bound

    def __str__(self) -> str:
        sign = "at most" if self.at_most else "at least"
        return f"{'met' if self.is_met else 'MISSED'}: {self.wish}: {self.found:.2f}, {sign} {self.bound:g}"


def judge(rounds: Sequence[Round], queries: Mapping[tuple[int, str], int]) -> Iterator[Aim]:
    """Judge the aims of what was measured.

    :param queries: how many of ours need, by number of products and target.
    """
    for size in sorted({size for each in rounds for size, _name, _form in each}):
        of = f"of {size:,} products"
        for name, share in OF_THE_FLOOR.items():
            if found := ratio(rounds, (size, name, "ours"), (size, name, "floor")):
                yield Aim(wish=f"{name} {of}, share of the floor", found=found.middle, bound=share)
        for name, most in QUERIES.items():
            if (size, name) in queries:
                yield Aim(wish=f"{name} {of}, queries", found=queries[size, name], bound=most, at_most=True)
        if found := ratio(rounds, (size, "search", "ours"), (size, "facets", "ours")):
            yield Aim(wish=f"facets {of}, time beside the plain search", found=found.middle, bound=2, at_most=True)
    if found := growth(rounds, "list"):
        yield Aim(wish="list, its rate at 100,000 products beside that at 10,000", found=found.middle, bound=0.9)


def growth(rounds: Sequence[Round], name: str) -> Spread | None:
    """Return what is left of a target's rate when the shop grows tenfold."""
    return ratio(rounds, (LARGE, name, "ours"), (SMALL, name, "ours"))

"""The outcome as a table that people read and as JSON that programs compare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .aims import Aim, growth, judge
from .check import Checked
from .figures import Key, Round, Spread, rate, ratio
from .load import Load
from .targets import TARGETS


@dataclass
class Outcome:
    """What a run of the benchmark found."""

    machine: Mapping[str, str]
    rounds: Sequence[Round]
    loads: Mapping[Key, Load]
    """The last load of each form."""
    checked: Mapping[tuple[int, str], Checked]

    @property
    def aims(self) -> list[Aim]:
        queries = {key: each.queries for key, each in self.checked.items()}
        return list(judge(self.rounds, queries))

    def rows(self) -> Iterator[tuple[str, str, int]]:
        """Return title, name and size of what was measured, in the order of the targets."""
        for target in TARGETS:
            for size in sorted({size for size, name, _form in self.loads if name == target.name}):
                yield target.title, target.name, size

    def beside(self, size: int, name: str, form: str) -> Spread | None:
        """Return the ratio of ours to another form."""
        other = next((each.beside for each in TARGETS if each.name == name and each.beside), name)
        return ratio(self.rounds, (size, name, "ours"), (size, other, form))


def as_markdown(outcome: Outcome) -> str:
    return "\n".join([*_ratios(outcome), "", *_aims(outcome), "", *_rates(outcome), "", *_machine(outcome), ""])


def as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "machine": dict(outcome.machine),
        "aims": [asdict(aim) | {"is_met": aim.is_met} for aim in outcome.aims],
        "targets": [
            {
                "target": name,
                "products": size,
                "of_floor": _plain(outcome.beside(size, name, "floor")),
                "of_plain_drf": _plain(outcome.beside(size, name, "plain")),
                "queries": outcome.checked[size, name].queries,
                "bytes": outcome.checked[size, name].size,
                "per_second": {
                    form: _plain(rate(outcome.rounds, (size, name, form))) for form in ("ours", "floor", "plain")
                },
            }
            for _title, name, size in outcome.rows()
        ],
    }


def _ratios(outcome: Outcome) -> Iterator[str]:
    yield "| | products | of the floor | times plain DRF | queries | bytes |"
    yield "|---|---|---|---|---|---|"
    for title, name, size in outcome.rows():
        floor, plain = (outcome.beside(size, name, form) for form in ("floor", "plain"))
        checked = outcome.checked[size, name]
        yield (
            f"| {title} | {size:,} | {_text(floor)} | {_text(plain, '.1f')} | {checked.queries} | {checked.size:,} |"
        )
    if found := growth(outcome.rounds, "list"):
        yield ""
        yield f"Rate of the list at 100,000 products beside that at 10,000: {found.text()}"


def _aims(outcome: Outcome) -> Iterator[str]:
    yield from (f"- {aim}" for aim in outcome.aims)


def _rates(outcome: Outcome) -> Iterator[str]:
    yield "| requests per second on this machine | products | ours | floor | plain DRF | p50 / p95 of ours, ms | of it in SQL, ms |"
    yield "|---|---|---|---|---|---|---|"
    for title, name, size in outcome.rows():
        ours, floor, plain = (
            _text(rate(outcome.rounds, (size, name, form)), ".0f") for form in ("ours", "floor", "plain")
        )
        load = outcome.loads[size, name, "ours"]
        sql = outcome.checked[size, name].database_ms
        yield f"| {title} | {size:,} | {ours} | {floor} | {plain} | {load.p50:.1f} / {load.p95:.1f} | {sql:.2f} |"


def _machine(outcome: Outcome) -> Iterator[str]:
    yield from (f"- {name}: {value}" for name, value in outcome.machine.items())


def _text(spread: Spread | None, form: str = ".2f") -> str:
    return spread.text(form) if spread else "-"


def _plain(spread: Spread | None) -> dict[str, float] | None:
    return {name: round(value, 3) for name, value in asdict(spread).items()} if spread else None

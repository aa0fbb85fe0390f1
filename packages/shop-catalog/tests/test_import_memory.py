"""How much memory imports and exports take does not follow the length of the file: each runs in a process of its own, for its own peak."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[3] / "benchmarks" / "imports.py"
SHORT, LONG = 500, 3000
SLACK = 40
"""So many MB more the long file may take: what one batch holds, and what the allocator does not give back."""

pytestmark = pytest.mark.skipif(not BENCHMARK.exists(), reason="The benchmarks are beside the packages, not in them.")


def peaks(folder, kind, rows):
    """Return the peak of each step, in MB."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = {}
    for step in ("migrate", "check", "import", "export"):
        command = [sys.executable, str(BENCHMARK), "--step", step, "--folder", str(folder)]
        command += ["--formats", kind, "--rows", str(rows)]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        if step != "migrate":
            done[step] = int(ran.stdout.rsplit("|", 2)[-2])
    return done


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_eight_times_as_long_takes_hardly_more_memory(tmp_path, kind):
    short, long = tmp_path / "short", tmp_path / "long"
    short.mkdir()
    long.mkdir()
    small, large = peaks(short, kind, SHORT), peaks(long, kind, LONG)
    assert {step: large[step] - small[step] for step in large if large[step] - small[step] > SLACK} == {}

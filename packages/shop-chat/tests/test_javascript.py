import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not here.")
def test_the_browser_s_side_keeps_in_step():
    tests = sorted(str(path) for path in (Path(__file__).parent / "js").glob("*.mjs"))
    answer = subprocess.run(["node", "--test", *tests], capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stdout

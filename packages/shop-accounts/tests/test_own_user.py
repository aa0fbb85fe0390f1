import subprocess
import sys
from pathlib import Path


def test_all_of_it_works_with_the_user_model_that_we_ship():
    command = [sys.executable, "-m", "pytest", "-q", "--ds=tests.settings_own_user", "tests/own_user"]
    run = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr

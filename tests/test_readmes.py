"""Follow the catalog's README word by word in a new project: nothing is warned of, and its pages answer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[1] / "packages" / "shop-catalog" / "README.md"
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
PAGES = {"/products/": 200, "/products/dune/": 200, "/sell/": 302, "/api/products/": 200}
LOOK = f"""
from django.conf import settings
from django.test import Client
for address, status in {PAGES}.items():
    answer = Client(SERVER_NAME="localhost").get(address)
    assert answer.status_code == status, (address, answer.status_code)
assert Client(SERVER_NAME="localhost").get(settings.LOGIN_URL).status_code == 200
"""


@pytest.mark.skipif(not README.exists(), reason="The packages are not here.")
def test_the_catalog_comes_into_a_new_project_as_its_readme_says(tmp_path):
    install, quickstart = CODE.findall(README.read_text())[:2]
    settings, urls = install.split("# urls.py\n")
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        environment.pop(name, None)

    def run(*command):
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    run(sys.executable, "-m", "django", "startproject", "books", ".")
    for name, text in (("settings.py", settings), ("urls.py", urls)):
        with (tmp_path / "books" / name).open("a") as file:
            file.write(text)
    assert "no issues" in run(sys.executable, "manage.py", "check", "--fail-level", "WARNING")
    run(sys.executable, "manage.py", "migrate", "-v0")
    run(sys.executable, "manage.py", "shell", "-v0", "-c", quickstart + LOOK)

"""Follow the tutorial word by word: its files are written, its commands run, and the shop it makes is used."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

TUTORIAL = Path(__file__).resolve().parents[1] / "docs" / "tutorial" / "add-one-app.md"
BLOCK = re.compile(r"```\{code-block\} (\S+)\n(?::caption: ([^\n]+)\n)?\n?(.*?)```", re.DOTALL)
LEFT_OUT = ("pip install", "cd ", "python manage.py runserver")

pytestmark = pytest.mark.skipif(not TUTORIAL.exists(), reason="The documentation is not here.")


def follow(folder):
    """Write the tutorial's files and run its commands; return the project's folder."""
    project = folder / "bookshop"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"PATH": path, "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    for language, caption, text in BLOCK.findall(TUTORIAL.read_text()):
        if caption:
            name, _, how = caption.partition(" (")
            target = project / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(target.read_text() + "\n" + text if how else text)
        elif language == "console":
            for command in re.findall(r"^\$ (.+)$", text, re.MULTILINE):
                if not command.startswith(LEFT_OUT):
                    where = folder if command.startswith("django-admin") else project
                    done = subprocess.run(
                        command, shell=True, cwd=where, env=environment, capture_output=True, text=True, check=False
                    )
                    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return project, environment


def test_the_tutorial_makes_a_shop_that_takes_an_order(tmp_path):
    project, environment = follow(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", str(port), "--noreload"], cwd=project, env=environment
    )
    try:
        buy_a_book(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(10)
    count = "from shop_orders.models import Order; print(Order.objects.get().lines.get().name)"
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", count],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "Dune"


def buy_a_book(url):
    cookies = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    shelf = open_when_ready(browser, url)
    reference = re.search(r'name="product_ref" value="([^"]+)"', shelf)[1]
    post(browser, cookies, f"{url}/cart/add/", product_ref=reference, quantity=1)
    checkout = browser.open(f"{url}/checkout/").read().decode()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', checkout))
    hidden.pop("csrfmiddlewaretoken", None)
    fields = {"email": "anna@example.com", **address_of(checkout), **hidden}
    order = post(browser, cookies, f"{url}/checkout/", **fields)
    assert "Dune" in order


def address_of(page):
    """Fill in the address, under the names that the page has."""
    answers = {
        "name": "Anna Nowak",
        "line1": "Lindenstraße 1",
        "city": "Berlin",
        "postal_code": "10115",
        "country": "DE",
    }
    names = re.findall(r'name="([^"]+)"', page)
    return {
        name: answers[key]
        for name in names
        for key in answers
        if name.rpartition("-")[2] == key and "billing" not in name
    }


def open_when_ready(browser, url):
    for _ in range(100):
        try:
            return browser.open(url).read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not start.")


def post(browser, cookies, address, **fields):
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    body = urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
    return browser.open(urllib.request.Request(address, body, {"Referer": address})).read().decode()

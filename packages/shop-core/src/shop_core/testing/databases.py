"""The test database: PostgreSQL where ``DATABASE_URL`` names one, else SQLite in a file, which threads can share."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}
"""How the suite runs SQLite: write locks are taken at once, and readers do not wait for writers."""


def databases(url: str | None = None) -> dict[str, dict[str, Any]]:
    """Return a value for ``DATABASES``.

    :param url: ``postgres://user:password@host:port/name``, or ``postgres://user@/name?host=/socket/folder``; the
        environment's ``DATABASE_URL`` where it is left out; empty: SQLite.
    """
    url = os.environ.get("DATABASE_URL", "") if url is None else url
    if not url.startswith(("postgres://", "postgresql://")):
        folder = Path(tempfile.mkdtemp(prefix="shop-tests-"))
        name = str(folder / "test.sqlite3")
        return {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": name,
                "OPTIONS": SQLITE_OPTIONS,
                "TEST": {"NAME": name},
            }
        }
    parts = urlsplit(url)
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    }

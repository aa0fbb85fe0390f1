"""Make the database that ``DATABASE_URL`` names, with so many products; what is there and still fits is kept.

Run as ``python -m benchmarks.prepare 10000``.
"""

import argparse
import hashlib
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from .databases import beside, name_of

AT_ONCE = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("products", type=int)
    parser.add_argument("--anew", action="store_true", help="make it anew, also where it fits")
    given = parser.parse_args()
    url = os.environ["DATABASE_URL"]
    name = name_of(url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    mark = _mark(given.products)
    with psycopg.connect(beside(url, "postgres"), autocommit=True) as server:
        known = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if known and known[0] == mark and not given.anew:
            call_command("migrate", verbosity=0)
            call_command("refresh_listings", verbosity=0)  # a migration may ask for it
            return
        began = time.monotonic()
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        _fill(given.products)
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), mark))
        print(f"{name}: {given.products:,} products made in {time.monotonic() - began:.0f} s", file=sys.stderr)


def _mark(products: int) -> str:
    """Return what a database made by this code for so many products is marked with."""
    code = [(Path(__file__).parent / name).read_text() for name in ("data.py", "words.py")]
    return f"{products} products, {hashlib.sha256(repr(code).encode()).hexdigest()[:16]}"


def _fill(products: int) -> None:
    from .data import make_shop

    call_command("migrate", verbosity=0)
    make_shop(products)
    _execute("ANALYZE")
    connections.close_all()
    with ProcessPoolExecutor(2) as processes:
        for _ in processes.map(_list, range(1, products + 1, AT_ONCE), [products] * products):
            pass
    _execute("VACUUM ANALYZE")


def _list(first: int, products: int) -> None:
    """Write some rows of the read model."""
    django.setup()
    from shop_catalog.services.readmodel import write_listings

    write_listings(range(first, min(first + AT_ONCE, products + 1)))


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()

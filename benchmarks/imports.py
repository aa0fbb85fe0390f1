"""Time and memory of imports and exports of products: `python benchmarks/imports.py --rows 50000`.

Each step runs in a process of its own, so that its peak is its own; on SQLite in a new file, or on PostgreSQL in the
(empty) database that DATABASE_URL names, whose tables are made anew.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HEADINGS = ["name", "category", "description", "sku", "options", "weight_grams", "price", "stock"]
CATEGORIES = 1000
STEPS = ("migrate", "check", "import", "again", "reprice", "export")
LIMIT = 400


def main() -> None:
    """Run all steps for both formats, one table row each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--formats", nargs="+", default=["csv", "xlsx"], choices=["csv", "xlsx"])
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        _measure(options.step, Path(options.folder), options.formats[0], options.rows)
        return
    print("| database | format | step | seconds | peak MB |\n|---|---|---|---:|---:|")
    for kind in options.formats:
        with tempfile.TemporaryDirectory(prefix="shop-imports-") as folder:
            for step in STEPS:
                command = [sys.executable, __file__, "--step", step, "--folder", folder]
                subprocess.run([*command, "--formats", kind, "--rows", str(options.rows)], check=True)


def _measure(step: str, folder: Path, kind: str, rows: int) -> None:
    vendor = _set_up(folder)
    file = folder / f"products.{kind}"
    if step == "migrate":
        _prepare(vendor, file, rows)
        return
    start = time.perf_counter()
    says = _take(step, file)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    print(f"| {vendor} | {kind} | {step}: {says} | {seconds:.1f} | {peak:.0f} |", flush=True)
    if peak > LIMIT:
        sys.exit(f"The peak is over {LIMIT} MB.")


def _take(step: str, file: Path) -> str:
    from shop_catalog.services.exports import as_csv, export_rows, write_xlsx
    from shop_catalog.services.imports import check_products, import_products

    if step == "export":
        with file.with_stem("exported").open("wb") as out:
            if file.suffix == ".csv":
                out.writelines(as_csv(export_rows()))
            else:
                write_xlsx(export_rows(), out)
            return f"{out.tell():,} bytes"
    if step == "reprice":
        file = file.with_stem("repriced")
    with file.open("rb") as content:
        report = (check_products if step == "check" else import_products)(file=content, name=file.name)
    if not report.is_clean:
        sys.exit(str(report.problems[:5]))
    return f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as before"


def _prepare(vendor: str, file: Path, rows: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from shop_catalog.services.categories import create_category

    if vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    paths = [create_category(name=f"Category {number}").url_path for number in range(CATEGORIES)]
    _write(file, [_row(number, paths) for number in range(rows)])
    _write(file.with_stem("repriced"), [_row(number, paths, more=7) for number in range(rows)])


def _row(number: int, paths: list[str], *, more: int = 0) -> list[Any]:
    """Return a row; ``more`` makes it dearer and puts more of it on the shelf."""
    return [
        f"Product {number} of the benchmark",
        paths[number % len(paths)],
        f"What is said of number {number}. " * 8,
        f"SKU-{number:07d}",
        f"Size={number % 7}; Color={number % 11}",
        number % 5000,
        (number % 900) + 1 + more,
        number % 50 + more,
    ]


def _write(file: Path, rows: list[list[Any]]) -> None:
    if file.suffix == ".csv":
        with file.open("w", newline="") as out:
            csv.writer(out).writerows([HEADINGS, *rows])
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADINGS, *rows]:
        sheet.append(row)
    book.save(file)


def _set_up(folder: Path) -> str:
    import django
    from django.conf import settings

    sys.path[:0] = [str(ROOT / "packages" / name / "src") for name in ("shop-core", "shop-catalog")]
    from shop_core.testing.databases import SQLITE_OPTIONS, databases

    on_file = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "shop.sqlite3", "OPTIONS": SQLITE_OPTIONS}
    settings.configure(
        DATABASES=databases() if os.environ.get("DATABASE_URL") else {"default": on_file},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "treebeard",
            "shop_core",
            "shop_catalog",
        ],
        USE_TZ=True,
    )
    django.setup()
    from django.db import connection
    from django.urls import include, path

    settings.ROOT_URLCONF = (path("", include("shop_catalog.urls")),)  # the read model keeps the addresses of products
    return connection.vendor


if __name__ == "__main__":
    main()

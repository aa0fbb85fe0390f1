"""Files taken apart into rows, one at a time, however long they are."""

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import Any, BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from ...exceptions import UnreadableFileError

MAX_UNPACKED = 1024**3
"""An XLSX file that unpacks to more bytes is no list of products."""


def read_rows(file: BinaryIO, name: str) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV or XLSX file that are not empty, as a spreadsheet numbers them; the first are the headings.

    :raises UnreadableFileError: the file ceases to make sense after the rows that were read.
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not start:
        return
    rows = _xlsx(file) if start == b"PK\x03\x04" or name.lower().endswith((".xlsx", ".xls")) else _csv(file)
    yield from ((number, cells) for number, cells in enumerate(rows, 1) if any(cells))


def count_rows(file: BinaryIO, name: str) -> int | None:
    """Return how many rows follow the headings, as far as the file tells without being read whole."""
    if name.lower().endswith(".xlsx"):
        return None
    try:
        return max(0, sum(1 for _row in read_rows(file, name)) - 1)
    except UnreadableFileError:
        return None


def _csv(file: BinaryIO) -> Iterator[list[str]]:
    # Bytes that are not UTF-8 come through as lone surrogates: the cell that has them says so.
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        headings = text.readline()
        text.seek(0)
        yield from csv.reader(text, delimiter=max(",;\t", key=headings.count), strict=True)
    except csv.Error as fault:
        raise UnreadableFileError(
            _("The quotes of this row do not match (%(fault)s); what follows was not read.") % {"fault": fault}
        ) from None
    finally:
        text.detach()


def _xlsx(file: BinaryIO) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFileError(_("This file is too large; split it."))
        with closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what it says of its size may be wrong
            width = 0
            for row in sheet.iter_rows(values_only=True):
                cells = [_plain(value) for value in row]
                while len(cells) > width and not cells[-1]:
                    cells.pop()
                width = width or len(cells)
                yield cells + [""] * (width - len(cells))
    except UnreadableFileError:
        raise
    except Exception as fault:  # the parsers behind it let through errors of all kinds
        raise UnreadableFileError(
            _("This is no XLSX file, or a broken one; save it anew as XLSX or as CSV.")
        ) from fault


def _plain(value: Any) -> str:
    """Spell what a spreadsheet keeps as a number, a date or a switch."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{Decimal(repr(value)):f}".removesuffix(".0")
        case datetime() | date():
            return value.isoformat()
    return str(value)

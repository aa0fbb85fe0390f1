"""Products into CSV and XLSX files, row by row; `imports` reads them again. Needs the extra ``shop-catalog[import]``."""

import csv
from collections.abc import Collection, Iterable, Iterator
from io import StringIO
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from ..exceptions import NamelessRowsError, UnwritableCellError
from ..models import Attribute, Offer
from ..models.offers import OfferQuerySet
from .imports.columns import KEYS, Line, OfferResource

CHUNK = 500
MAX_XLSX_CELL = 32_767


def export_rows(offers: OfferQuerySet | None = None, *, columns: Collection[str] = ()) -> Iterator[list[Any]]:
    """Yield the headings, and a row for each of these offers that is not deleted.

    :param offers: all, where they are left out.
    :param columns: by their headings; all, where they are left out.
    """
    wanted: OfferQuerySet = (Offer.objects.all() if offers is None else offers).for_export()
    resource = OfferResource(wanted.attribute_codes())
    yield resource.get_export_headers(selected_fields=columns)
    for offer in wanted.iterator(chunk_size=CHUNK):
        yield resource.export_resource(Line.of(offer), selected_fields=columns)


def unknown_columns(columns: Collection[str]) -> list[str]:
    """Return those headings that no column has."""
    known = OfferResource(Attribute.objects.values_list("code", flat=True)).get_export_headers()
    return [column for column in columns if column not in known]


def require_names(offers: OfferQuerySet, columns: Collection[str]) -> None:
    """See that each row of a file with these columns alone says of which product it is.

    :raises NamelessRowsError: one would not, such as that of a variant without a SKU in a file that tells them by it.
    """
    told_by = set(KEYS) & set(columns)
    if columns and (not told_by or (told_by == {"sku"} and offers.for_export().filter(variant__sku="").exists())):
        raise NamelessRowsError


def as_csv(rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """Yield the rows as a CSV file, piece by piece, with the mark by which spreadsheets know UTF-8."""
    text = StringIO("\ufeff")
    text.seek(0, 2)
    writer = csv.writer(text)
    for number, row in enumerate(rows, 1):
        writer.writerow(row)
        if number % CHUNK == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def write_xlsx(rows: Iterable[list[Any]], file: BinaryIO) -> None:
    """Write the rows as an XLSX file.

    :raises UnwritableCellError: a text is longer than a cell can hold.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Products")[:31])
    try:
        for row in rows:
            if any(isinstance(cell, str) and len(cell) > MAX_XLSX_CELL for cell in row):
                raise UnwritableCellError
            sheet.append(row)
    finally:
        sheet.close()
    book.save(file)

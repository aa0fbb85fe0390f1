"""From the rows of a file to what they say."""

import difflib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from ...exceptions import UnreadableFileError
from ...models import Attribute
from .cells import UNDECODED
from .columns import KEYS, PREFIX, Line, OfferResource
from .reading import read_rows
from .report import Report

Row = tuple[int, list[str] | str]
"""A number and the cells; in place of these, why there is nothing to read from here on."""


def read_lines(file: BinaryIO, name: str, report: Report, *, size: int) -> Iterator[list[tuple[int, Line]]]:
    """Read what the rows say, so many at a time; the report refuses a file that has no right headings, or no rows."""
    rows = _rows(file, name)
    number, headings = next(rows, (1, _("The file is empty.")))
    if isinstance(headings, str):
        report.refuse(number, {"": headings})
        return
    headings = [heading.strip().lower().replace(" ", "_") for heading in headings]
    codes = {heading.removeprefix(PREFIX) for heading in headings if heading.startswith(PREFIX)}
    known = Attribute.objects.filter(code__in=codes).order_by().values_list("code", flat=True)
    resource = OfferResource(set(known))
    if faults := _faults(headings, resource):
        report.refuse(number, faults)
        return
    chunk = [_read(row, headings, resource) for row in islice(rows, size)]
    if not chunk:
        report.refuse(number + 1, {"": _("There are no rows below the headings.")})
    while chunk:
        yield chunk
        chunk = [_read(row, headings, resource) for row in islice(rows, size)]


def _rows(file: BinaryIO, name: str) -> Iterator[Row]:
    number = 0
    try:
        for number, cells in read_rows(file, name):
            yield number, cells
    except UnreadableFileError as fault:
        yield number + 1, str(fault)


def _faults(headings: Sequence[str], resource: OfferResource) -> dict[str, str]:
    """Return by heading what is wrong with it."""
    if any(map(UNDECODED.search, headings)):
        return {"": _("This is not UTF-8 text; save the file as “CSV UTF-8”.")}
    known = resource.get_export_headers()
    faults = {}
    for heading in headings:
        if heading not in known:
            codes = Attribute.objects.values_list("code", flat=True) if heading.startswith(PREFIX) else ()
            near = difflib.get_close_matches(heading, [*known, *(f"{PREFIX}{code}" for code in codes)], n=1)
            hint = _("Did you mean “%(column)s”?") % {"column": near[0]} if near else ""
            faults[heading] = f"{_('There is no such column.')} {hint}".strip()
        elif headings.count(heading) > 1:
            faults[heading] = _("This column is there twice.")
    if not faults and not set(KEYS) & set(headings):
        faults[KEYS[0]] = _("One of these columns is needed: %(columns)s.") % {"columns": ", ".join(KEYS)}
    return faults


def _read(row: Row, headings: Sequence[str], resource: OfferResource) -> tuple[int, Line]:
    """Return what a row says, with what is wrong with it in itself."""
    number, cells = row
    if isinstance(cells, str):
        return number, Line(faults={"": cells})
    if len(cells) != len(headings):
        reason = _("This row has %(cells)d cells, the headings are %(headings)d.")
        return number, Line(faults={"": reason % {"cells": len(cells), "headings": len(headings)}})
    return number, resource.read(dict(zip(headings, cells, strict=True)))

"""A file of products: checked, and then imported whole or not at all."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.db import IntegrityError, reset_queries, transaction
from django.utils.crypto import get_random_string

from ...exceptions import ShopChangedError
from ...models import Category, Offer, Product
from .entries import BadRowError, Entry, Terms
from .judging import Judge
from .lines import read_lines
from .report import Report
from .writing import Writer, batches

CHUNK = 1000
Progress = Callable[[int], None]


class _Refused(Exception):  # noqa: N818 - it only leaves the transaction
    """There are bad rows."""


def check_products(
    *, file: BinaryIO, name: str, terms: Terms | None = None, progress: Progress | None = None
) -> Report:
    """Tell what an import would do, and write nothing.

    :param name: that of the file, for its ending.
    :param progress: is told again and again how many rows have been gone through.
    """
    report = Report()
    for _entries in _judged(file, name, Judge(terms or Terms(), writing=False), report, progress):
        pass
    return report


def import_products(
    *,
    file: BinaryIO,
    name: str,
    terms: Terms | None = None,
    checked: Report | None = None,
    reference: str = "",
    progress: Progress | None = None,
) -> Report:
    """Import a file in one transaction; where a row is bad, nothing is written.

    :param checked: what `check_products` just said of the same file; it is asked where this is left out.
    :param reference: names the import in the ledger of stock; random where it is left out.
    :raises ShopChangedError: somebody else wrote the same things meanwhile.
    """
    report = checked or check_products(file=file, name=name, terms=terms, progress=progress)
    if not report.is_clean:
        return report
    try:
        with transaction.atomic():
            _lock(report)
            report = Report()
            judge = Judge(terms or Terms(), writing=True)
            writer = Writer(reference=reference or f"import:{get_random_string(16)}")
            for entries in _judged(file, name, judge, report, progress):
                if report.is_clean:
                    writer.write(entries)
            if not report.is_clean:
                raise _Refused
            writer.finish()
    except _Refused:
        pass
    except IntegrityError as clash:
        raise ShopChangedError from clash
    return report


def _lock(report: Report) -> None:
    """Take all locks in the order in which everybody takes them; what the rows say is judged again behind them."""
    if report.new_categories:
        Category.objects.lock_tree()
    for key in sorted(report.categories - {0}):
        Category.objects.hold(Category(pk=key))
    for keys in batches(report.offers):
        Offer.all_objects.filter(pk__in=keys).lock()
    for keys in batches(report.products):
        Product.all_objects.filter(pk__in=keys).lock()


def _judged(
    file: BinaryIO, name: str, judge: Judge, report: Report, progress: Progress | None
) -> Iterator[list[Entry]]:
    """Go through the file, some rows at a time, and yield what can be imported; the report counts all of it."""
    done = 0
    for lines in read_lines(file, name, report, size=CHUNK):
        shelf = judge.fetch([line for _number, line in lines])
        entries = []
        for number, line in lines:
            try:
                entries.append(judge.judge(number, line, shelf))
            except BadRowError as bad:
                report.refuse(number, {**bad.reasons, **line.faults})
        for entry in entries:
            report.count(entry)
        report.categories, report.new_categories = judge.categories.filled, judge.categories.made
        yield entries
        done += len(lines)
        reset_queries()  # with DEBUG, the texts of the statements would pile up
        if progress:
            progress(done)

"""Pages of long lists: they count no further than `COUNT_LIMIT` rows, since counting all of them costs more than reading a page."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .options import conf

DEEPEST = 100_000
"""Rows further down are not paged to: reading past them costs more with each page."""


class LimitedPaginator(Paginator):
    """A paginator that fetches one row more than a page has, to know whether another follows, and counts only so far.

    It pages through querysets, sequences, and whatever can be sliced and has ``count_up_to(limit)``.

    ``count`` is exact where ``is_exact`` says so; else there are more. With a ``COUNT_LIMIT`` of 0 it is what the pages seen so far have.
    """

    is_exact = True

    @property
    def limit(self) -> int | None:
        """How far it counts; None: to the end."""
        return conf.options.COUNT_LIMIT

    def page(self, number: int | str) -> LimitedPage:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Sequence[Any] = list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            raise EmptyPage(_("That page has nothing on it."))
        has_next = len(rows) > self.per_page
        if not has_next:
            self.count = start + len(rows)
            self.is_exact = True
        elif self.limit == 0 or self.count <= start + self.per_page:
            self.count = start + len(rows)
            self.is_exact = False
        return LimitedPage(rows[: self.per_page], number, self, has_next=has_next)

    def validate_number(self, number: Any) -> int:
        """Return the number of a page that may be there.

        :raises PageNotAnInteger: it is no number.
        :raises EmptyPage: it is below 1 or too far down.
        """
        try:
            if isinstance(number, float) and not number.is_integer():
                raise ValueError
            number = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(_("That page number is no whole number.")) from None
        if number < 1:
            raise EmptyPage(_("Pages are counted from 1."))
        if (number - 1) * self.per_page >= DEEPEST:
            raise EmptyPage(_("Lists go down to row %d; narrow the list to see more.") % DEEPEST)
        return int(number)

    def get_page(self, number: Any) -> LimitedPage:
        """Return the page, the first for what is no number, and the last that is known for one too far down."""
        try:
            return self.page(number)
        except PageNotAnInteger:
            return self.page(1)
        except EmptyPage:
            return self.page(self.num_pages if self.is_exact else 1)

    @cached_property
    def count(self) -> int:
        limit = self.limit
        up_to = None if limit is None else limit + 1
        rows: Any = self.object_list
        if hasattr(rows, "count_up_to"):
            counted = rows.count_up_to(up_to)
        elif isinstance(rows, QuerySet):
            counted = rows.order_by().values("pk")[:up_to].count()
        else:
            return int(super().count)
        self.is_exact = limit is None or counted <= limit
        return int(counted if limit is None else min(counted, limit))

    @property
    def num_pages(self) -> int:
        return max(1, ceil(self.count / self.per_page))


class LimitedPage(Page):
    """A page that knows whether another follows."""

    def __init__(self, object_list: Sequence[Any], number: int, paginator: Paginator, *, has_next: bool) -> None:
        super().__init__(object_list, number, paginator)
        self._has_next = has_next

    def has_next(self) -> bool:
        return self._has_next

    def next_page_number(self) -> int:
        if not self._has_next:
            raise EmptyPage(_("This is the last page."))
        return self.number + 1

    def end_index(self) -> int:
        return (self.number - 1) * self.paginator.per_page + len(self.object_list)

"""Pages of a list: ``{% for number in page_obj|page_numbers %}``."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """Name the first, the last and the near pages, with an ellipsis for what lies between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)

"""Money in templates: ``{{ offer.price|money }}``."""

from __future__ import annotations

from django import template

from ..money import Money

register = template.Library()


@register.filter
def money(value: Money | None) -> str:
    """Write an amount as people of the active language do; nothing for None."""
    return "" if value is None else value.format()

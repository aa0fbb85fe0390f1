"""Inline icons: ``{% icon "cart" class="size-5" %}``.

Each icon is a template, ``shop_core/icons/<name>.svg``, so a project adds or replaces one by a file of that name.
"""

from __future__ import annotations

from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, *, label: str = "", **attributes: str) -> SafeString:
    """Draw an icon: hidden from screen readers, or named by ``label`` where it stands without words."""
    meaning = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    attributes = {"class": "size-5", **attributes, **meaning}
    return render_to_string(f"shop_core/icons/{name}.svg", {"attributes": flatatt(attributes)})

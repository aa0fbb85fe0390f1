"""What the demo's products of a kind have in common, to narrow lists by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from shop_catalog.models import Attribute, Category, Product
from shop_catalog.services.attributes import define_attribute, set_attributes

from .progress import Progress
from .texts import AttributeText, attributes, products


def add_attributes(progress: Progress, *, now: datetime) -> None:
    """Add the attributes that are not there yet, with what each product has of them."""
    known = set(Attribute.all_objects.values_list("code", flat=True))
    names = {text.key: text.name for text in products()}
    for text in progress.over([text for text in attributes() if text.code not in known], of="attributes"):
        _add(text, names)


@transaction.atomic
def _add(text: AttributeText, names: Mapping[str, str]) -> None:
    define_attribute(
        category=Category.objects.live().get(slug=text.category),
        code=text.code,
        name=text.name,
        kind=text.kind,
        unit=text.unit,
        choices=text.choices,
    )
    for product in Product.objects.filter(name__in=[names[key] for key in text.values]):
        key = next(key for key in text.values if names[key] == product.name)
        set_attributes(product=product, values={text.code: text.values[key]})

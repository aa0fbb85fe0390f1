"""The columns of attributes: ``attr:`` and the code."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from ...models import Attribute, AttributeValue, Product
from ..attributes import read_value
from .columns import PREFIX
from .entries import Entry


class Attributes:
    """The attributes that the columns of a file may mean: products of other categories may have others of the same code."""

    def __init__(self) -> None:
        self._known: dict[str, list[Attribute]] = {}

    def fetch(self, columns: Collection[str]) -> None:
        """Look up the attributes of columns that are not known yet."""
        missing = [column.removeprefix(PREFIX) for column in columns - self._known.keys()]
        if not missing:
            return
        self._known.update({f"{PREFIX}{code}": [] for code in missing})
        attributes = Attribute.objects.filter(code__in=missing, category__deleted_at=None)
        for attribute in attributes.select_related("category").prefetch_related("choices"):
            self._known[f"{PREFIX}{attribute.code}"].append(attribute)

    def weigh(self, entry: Entry, columns: Iterable[str], category: str, reasons: dict[str, str]) -> None:
        """Note what a row says new of its product's attributes.

        :param category: the address of the product's category.
        """
        for column in columns:
            said = entry.line.attributes[column]
            attribute = next((each for each in self._known[column] if _is_within(category, each)), None)
            if attribute is None:
                if said:
                    reasons[column] = _("Products of this category have no such attribute.")
                continue
            try:
                value = read_value(attribute, said)
            except ValueError as refusal:
                reasons[column] = str(refusal)
                continue
            current = entry.values.get(attribute.pk)
            if value != (_column_of(current) if current else {}):
                entry.changes.add(column)
                entry.new_values[attribute.pk] = value


def values_of(products: Iterable[Product]) -> dict[int, dict[int, AttributeValue]]:
    """Return the values of products by their attributes."""
    values: dict[int, dict[int, AttributeValue]] = defaultdict(dict)
    for value in AttributeValue.objects.filter(product__in=products).select_related("choice"):
        values[value.product_id][value.attribute_id] = value
    return values


def _is_within(path: str, attribute: Attribute) -> bool:
    above = attribute.category.url_path
    return path == above or path.startswith(f"{above}/")


def _column_of(value: AttributeValue) -> dict[str, object]:
    """Return a value as `read_value` returns it."""
    columns = {"choice": value.choice, "number": value.number, "boolean": value.boolean, "text": value.text or None}
    return {name: column for name, column in columns.items() if column is not None}

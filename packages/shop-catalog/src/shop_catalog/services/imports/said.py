"""What a file has said so far: rows about the same thing have to agree."""

from typing import Any

from django.utils.translation import gettext as _

from .columns import OF_PRODUCT, OF_VARIANT, Line

VariantKey = str | int | tuple[str, str, str]
"""A SKU; without one the key of the variant that is named, else the product's slug, the name and the options."""
Hashes = tuple[int | None, ...]
Heard = dict[Any, tuple[int, Hashes]]
"""The row that spoke of something first, and the hashes of what all of them said."""


class Said:
    """Small enough to keep for every row of a large file."""

    def __init__(self) -> None:
        self.products: Heard = {}
        self.variants: Heard = {}
        self.offers: dict[tuple[VariantKey, int], int] = {}
        self.makes: dict[int, tuple[int, VariantKey]] = {}
        self.slugs: dict[str, str] = {}
        """The products of SKUs."""

    def hear(
        self, number: int, line: Line, slug: str, variant: VariantKey, store: int
    ) -> tuple[dict[str, str], set[str]]:
        """Take a row in; return by column what contradicts an earlier one, and the columns that none has filled before."""
        reasons: dict[str, str] = {}
        fresh: set[str] = set()
        of_product = (*OF_PRODUCT, *line.attributes)
        for heard, key, columns in ((self.products, slug, of_product), (self.variants, variant, OF_VARIANT)):
            first, hashes = heard.get(key, (number, (None,) * len(columns)))
            now = tuple(_hash(line.says(column)) for column in columns)
            for column, before, after in zip(columns, hashes, now, strict=True):
                if after is not None and before is None:
                    fresh.add(column)
                elif after is not None and before != after:
                    reasons[column] = _("Row %(row)d says something else here.") % {"row": first}
            merged = (after if before is None else before for before, after in zip(hashes, now, strict=True))
            heard[key] = first, tuple(merged)
        if (first := self.offers.setdefault((variant, store), number)) != number:
            reasons["sku"] = _("Row %(row)d is about the same variant in the same store.") % {"row": first}
        if line.sku and self.slugs.setdefault(line.sku, slug) != slug:
            reasons["sku"] = _("An earlier row has this SKU for another product.")
        return reasons, fresh

    def same_make(self, number: int, slug: str, key: VariantKey, make: object) -> int | None:
        """Return the row that spoke of another variant of the product that is the same."""
        first, other = self.makes.setdefault(hash((slug, make)), (number, key))
        return None if other == key else first


def _hash(value: Any) -> int | None:
    if isinstance(value, dict):
        return hash(frozenset(value.items()))
    return None if value is None else hash(value)

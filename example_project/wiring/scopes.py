"""What discounts can be narrowed to: the categories and sellers of the catalog."""

from __future__ import annotations

from collections.abc import Sequence

from shop_catalog.models import Category, Seller


class CatalogScopes:
    """The `DiscountScopes` of this shop."""

    def categories(self) -> Sequence[tuple[str, str]]:
        return [
            (str(category.pk), f"{'— ' * (category.depth - 1)}{category.name}")
            for category in Category.objects.order_by("path")
        ]

    def sellers(self) -> Sequence[tuple[str, str]]:
        return [(str(seller.public_id), seller.name) for seller in Seller.objects.order_by("name")]

"""The tree of categories as menus show it: what is below what, and how much is on sale there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from django.core.cache import cache
from django.db.models import Count

from ..conf import conf
from .categories import Category
from .products import Product

COUNTS_KEY = "shop_catalog.product_counts"


@dataclass(kw_only=True)
class CategoryNode:
    """A category among those that are shown, and where it stands there."""

    category: Category
    product_count: int | None
    """How many products are on sale, or found, in it and in everything below it; None: that was not counted."""
    is_current: bool
    is_open: bool
    """It is the current category, or on the way to it."""
    level: int
    children: "list[CategoryNode]" = field(default_factory=list)
    closes: range = range(0)
    """As long as the number of levels that end behind it, for those who write a flat list down as a nested one."""


def nest(
    categories: Iterable[Category], *, current: Category | None = None, counts: Mapping[int, int | None] | None = None
) -> list[CategoryNode]:
    """Return a node for each category, parents before their children; one whose parent is not shown stands below the next above.

    :param counts: how many products they have by their keys; where it is left out, how many are on sale.
    """
    counts = product_counts() if counts is None else counts
    nodes: list[CategoryNode] = []
    way: list[CategoryNode] = []
    for category in categories:
        while way and not category.path.startswith(way[-1].category.path):
            way.pop()
        node = CategoryNode(
            category=category,
            product_count=counts.get(category.pk, 0),
            is_current=category == current,
            is_open=current is not None and current.path.startswith(category.path),
            level=len(way),
        )
        if way:
            way[-1].children.append(node)
        way.append(node)
        nodes.append(node)
    for node, following in pairwise(nodes):
        node.closes = range(node.level - following.level)
    if nodes:
        nodes[-1].closes = range(nodes[-1].level)
    return nodes


def product_counts() -> Mapping[int, int]:
    """Return how many products are on sale in each category and everything below it, by the key of the category.

    They are at most ``CATEGORY_COUNTS_AGE`` seconds old; counting takes two queries, for any number of categories.
    """
    return cache.get_or_set(COUNTS_KEY, _count, conf.options.CATEGORY_COUNTS_AGE) or {}


def forget_counts() -> None:
    """Let the next reader count anew."""
    cache.delete(COUNTS_KEY)


def _count() -> dict[int, int]:
    """Count the products of each category, then add them up along the paths: five times faster than in the database."""
    own = dict(Product.objects.on_sale().order_by().values_list("category").annotate(Count("pk")))
    keys = dict(Category.objects.order_by().values_list("path", "pk"))
    totals = dict.fromkeys(keys.values(), 0)
    for path, key in keys.items():
        if key in own:
            for end in range(Category.steplen, len(path) + 1, Category.steplen):
                totals[keys[path[:end]]] += own[key]
    return totals

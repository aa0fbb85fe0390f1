"""What facets are called: read from the database once within `FACETS_AGE`, like their counts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache
from django.db.models import F

from .conf import conf
from .models import Attribute, AttributeChoice, Category, Store
from .models.offers import parse_ref

T = TypeVar("T")


class AttributeLabel(NamedTuple):
    """An attribute, the first that has its code (all of one code are of one kind), and the colors of its choices by their labels."""

    order: tuple[int, int, int]
    attribute: Attribute
    colors: dict[str, str]


def category_labels(paths: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return the address and the name of the categories with these paths, in the order of the tree."""
    return _kept("category", sorted(paths), _categories)


def store_labels(keys: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the stores with these public ids."""
    return _kept("store", sorted(keys), _stores)


def attribute_labels(codes: Iterable[str]) -> Mapping[str, AttributeLabel]:
    """Return the attributes with these codes that lists are filtered by."""
    return _kept("attribute", sorted(codes), _attributes)


def _categories(paths: list[str]) -> dict[str, tuple[str, str]]:
    found = Category.objects.live().filter(path__in=paths).values_list("path", "url_path", "name")
    return {path: (url_path, name) for path, url_path, name in found}


def _stores(keys: list[str]) -> dict[str, str]:
    found = Store.objects.filter(public_id__in=[key for key in keys if parse_ref(key)]).values_list("public_id", "name")
    return {str(key): name for key, name in found}


def _attributes(codes: list[str]) -> dict[str, AttributeLabel]:
    # Nothing is fetched along with an attribute: to read it from the cache takes the longer, the more hangs on it.
    known = Attribute.objects.filter(code__in=codes, is_filter=True).annotate(depth=F("category__depth"))
    attributes = {each.pk: each for each in known.order_by("depth", "position", "pk")}
    colors: dict[int, dict[str, str]] = {key: {} for key in attributes}
    for key, label, color in AttributeChoice.objects.filter(attribute__in=colors).values_list(
        "attribute", "label", "color"
    ):
        colors[key][label] = color
    labels: dict[str, AttributeLabel] = {}
    for key, attribute in attributes.items():
        order = (attribute.depth or 0, attribute.position, key)
        labels.setdefault(attribute.code, AttributeLabel(order, attribute, colors[key]))
    return labels


def _kept(kind: str, keys: list[str], fetch: Callable[[list[str]], dict[str, T]]) -> dict[str, T]:
    age = conf.options.FACETS_AGE
    if not age or not keys:
        return fetch(keys) if keys else {}
    names = {f"shop_catalog.label.{kind}.{key}": key for key in keys}
    kept: dict[str, Any] = {names[name]: label for name, label in cache.get_many(names).items()}
    if missing := [key for key in keys if key not in kept]:
        fetched: dict[str, Any] = dict.fromkeys(missing) | fetch(missing)
        cache.set_many({name: fetched[key] for name, key in names.items() if key in fetched}, age)
        kept |= fetched
    return {key: kept[key] for key in keys if kept[key] is not None}

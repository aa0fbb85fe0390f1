"""How the tree of categories grows and changes."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr

from ..exceptions import CategoryInUseError, SlugTakenError
from ..models import Category, Product
from .slugs import slug_of


def create_category(*, name: str, parent: Category | None = None, slug: str = "", **fields: Any) -> Category:
    """Put a category at the end of its siblings; the slug comes from the name where it is left out.

    :raises SlugTakenError: a sibling has that slug.
    """
    slug = slug or slug_of(name)
    category = Category(name=name, slug=slug, url_path=Category.address(parent, slug), **fields)
    with transaction.atomic():
        if parent is None:
            _unless_taken(category.url_path, lambda: Category.objects.add_root(instance=category))
        else:
            _unless_taken(category.url_path, lambda: Category.objects.add_child(parent, instance=category))
    return category


def rename_category(*, category: Category, name: str, slug: str = "") -> Category:
    """Give a category another name, and with a new slug another address, also for all below it.

    :raises SlugTakenError: a sibling has that slug.
    """
    slug = slug or category.slug
    with transaction.atomic():
        Category.objects.filter(pk=category.pk).update(name=name, slug=slug)
        head = category.url_path.rpartition("/")[0]
        _readdress(category, f"{head}/{slug}" if head else slug)
    category.refresh_from_db()
    return category


def move_category(*, category: Category, parent: Category | None) -> Category:
    """Move a category with all below it to the end of another parent's children, or to the top.

    :raises SlugTakenError: a new sibling has its slug.
    """
    with transaction.atomic():
        if parent is None:
            Category.objects.move(category, Category.objects.get_last_root_node(), "last-sibling")
        else:
            Category.objects.move(category, parent, "last-child")
        _readdress(category, Category.address(parent, category.slug))
    category.refresh_from_db()
    return category


@transaction.atomic
def delete_category(*, category: Category) -> None:
    """Take a category and all below it out of sight.

    :raises CategoryInUseError: there are products in it.
    """
    subtree = Category.objects.within(category)
    subtree.soft_delete()
    if Product.objects.within(category).exists():
        raise CategoryInUseError


def _readdress(category: Category, url_path: str) -> None:
    below = Substr(F("url_path"), Length(Value(category.url_path)) + 1)
    subtree = Category.objects.within(Category.objects.get(pk=category.pk))
    _unless_taken(url_path, lambda: subtree.update(url_path=Concat(Value(url_path), below)))


def _unless_taken(url_path: str, write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        if Category.objects.live().filter(url_path=url_path).exists():
            raise SlugTakenError from None
        raise

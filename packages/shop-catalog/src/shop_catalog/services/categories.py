"""How the tree of categories grows and changes.

Every change takes the lock of the tree first and reads what it builds on after that: changes follow one another, and a
record that somebody read earlier does no harm.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from treebeard.exceptions import PathOverflow

from ..exceptions import CategoryGoneError, CategoryInUseError, CategoryLimitError
from ..models import Category, Product
from ..models.tree import forget_counts
from .category_places import check_name, check_place, current, current_parent
from .files import store_given_file, storing
from .history import history
from .listings import publish_places, publish_subtree
from .slugs import slug_of
from .wording import refuse_unreadable


@transaction.atomic
def create_category(*, name: str, parent: Category | None = None, slug: str = "", **fields: Any) -> Category:
    """Put a category at the end of its siblings; the slug comes from the name where it is left out.

    :raises CategoryGoneError: the parent is deleted.
    :raises CategoryLimitError: the tree has no room for it.
    :raises PictureNotStoredError: the storage does not take its picture.
    :raises SlugTakenError: a sibling has that slug, or that name.
    """
    refuse_unreadable(name=name)
    Category.objects.lock_tree()
    parent = current_parent(parent)
    slug = slug or slug_of(name)
    url_path = check_place(parent=parent, slug=slug)
    check_name(parent=parent, name=name)
    category = Category(name=name, slug=slug, url_path=url_path, **fields)
    with storing() as store:
        store_given_file(record=category, field="image", store=store)
        try:
            if parent is None:
                Category.objects.add_root(instance=category)
            else:
                Category.objects.add_child(parent, instance=category)
        except PathOverflow:
            raise CategoryLimitError from None
    history.created([category])
    return category


@transaction.atomic
def rename_category(*, category: Category, name: str, slug: str = "") -> Category:
    """Give a category another name, and with a new slug another address, also for all below it; return it as it is then.

    :raises CategoryLimitError: the address, or one below it, would be too long.
    :raises SlugTakenError: a sibling has that slug, or that name.
    """
    Category.objects.lock_tree()
    category = current(category)
    slug, parent = slug or category.slug, Category.objects.above(category)
    url_path = check_place(parent=parent, slug=slug, category=category)
    if name != category.name:
        refuse_unreadable(name=name)
        check_name(parent=parent, name=name, category=category)
    with history.watching(Category, [category.pk]):
        Category.objects.filter(pk=category.pk).update(name=name, slug=slug, updated_at=timezone.now())
        _readdress(category, url_path)
    publish_subtree(category)
    return category


@transaction.atomic
def move_category(
    *, category: Category, parent: Category | None, before: Category | None = None, slug: str = ""
) -> Category:
    """Move a category with all below it to another parent, or to the top, and return it as it is then.

    :param before: the child of that parent before which it shall stand; left out, it comes last.
    :param slug: its slug there, where it gets another.

    :raises CategoryCycleError: the parent is the category itself or below it.
    :raises CategoryGoneError: the parent is deleted, or ``before`` is no child of it.
    :raises CategoryLimitError: the tree has no room for it there.
    :raises SlugTakenError: a new sibling has its slug.
    """
    Category.objects.lock_tree()
    category, parent = current(category), current_parent(parent)
    slug, old = slug or category.slug, category.url_path
    url_path = check_place(parent=parent, slug=slug, category=category)
    siblings = Category.objects.children_of(parent) if parent else Category.objects.top()
    paths = dict(siblings.values_list("pk", "path")) if before else {}
    if before and before.pk not in paths:
        raise CategoryGoneError
    with history.watching(Category, [category.pk]):
        try:
            Category.objects.move(category, *_spot(parent, before))
        except PathOverflow:
            raise CategoryLimitError from None
        Category.objects.filter(pk=category.pk).update(slug=slug, updated_at=timezone.now())
        _readdress(category, url_path)
    pushed = [each for each in siblings.filter(pk__in=paths) if each.path != paths[each.pk]]
    publish_places(category, max([category, *pushed], key=lambda each: each.path))
    if url_path != old:
        publish_subtree(category)
    transaction.on_commit(forget_counts)
    return category


@transaction.atomic
def move_up(*, category: Category) -> None:
    """Put a category before the sibling that precedes it; the first stays where it is."""
    Category.objects.lock_tree()
    category = current(category)
    previous = Category.objects.live().beside(category).filter(path__lt=category.path).last()
    if previous:
        move_category(category=category, parent=Category.objects.above(category), before=previous)


@transaction.atomic
def move_down(*, category: Category) -> None:
    """Put a category behind the sibling that follows it; the last stays where it is."""
    Category.objects.lock_tree()
    category = current(category)
    following = Category.objects.live().beside(category).filter(path__gt=category.path).first()
    if following:
        move_category(category=following, parent=Category.objects.above(category), before=category)


@transaction.atomic
def delete_category(*, category: Category) -> None:
    """Take a category and all below it out of sight; `restore_category` brings back what went together.

    :raises CategoryInUseError: there are products in it.
    """
    Category.objects.lock_tree()
    category = current(category)
    subtree = Category.objects.within(category)
    keys = list(subtree.select_for_update().values_list("pk", flat=True))  # waits for products on their way into it
    if Product.objects.within(category).exists():
        raise CategoryInUseError
    with history.watching(Category, keys):
        subtree.soft_delete()
    transaction.on_commit(forget_counts)


@transaction.atomic
def restore_category(*, category: Category) -> Category:
    """Bring a deleted category back, and below it what was deleted together with it; what went before that stays deleted.

    :raises CategoryGoneError: the category above it is deleted; it has to come back first.
    :raises SlugTakenError: a sibling has taken its slug meanwhile; rename one of the two first.
    """
    Category.objects.lock_tree()
    category = current(category)
    if category.is_deleted:
        current_parent(Category.objects.above(category))
        check_place(parent=Category.objects.above(category), slug=category.slug, category=category)
        together = Category.objects.within(category).filter(deleted_at=category.deleted_at)
        with history.watching(Category, list(together.values_list("pk", flat=True))):
            together.restore()
        transaction.on_commit(forget_counts)
    category.refresh_from_db()
    return category


def _spot(parent: Category | None, before: Category | None) -> tuple[Category, str]:
    """Return a place as the tree names it."""
    if before:
        return before, "left"
    return (parent, "last-child") if parent else (Category.objects.get_last_root_node(), "last-sibling")


def _readdress(category: Category, url_path: str) -> None:
    """Give a category its address, and all below it theirs."""
    old = category.url_path
    category.refresh_from_db()
    if url_path != old:
        below = Substr(F("url_path"), len(old) + 1)
        Category.objects.within(category).update(url_path=Concat(Value(url_path), below))
        category.url_path = url_path

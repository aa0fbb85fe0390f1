"""What is said of a category; its place in the tree is `services.categories`' concern."""

from typing import TypedDict, Unpack

from django.core.files.base import File
from django.db import transaction

from shop_core.tasks import queue_after_commit

from .. import tasks
from ..models import Category
from .categories import move_category, rename_category
from .files import store_given_file, storing
from .history import history


class CategoryChanges(TypedDict, total=False):
    """What can be changed of a category; ``image`` is a cleaned picture, or empty to take it away."""

    name: str
    slug: str
    parent: Category | None
    description: str
    image: File | str


@transaction.atomic
def update_category(*, category: Category, **changes: Unpack[CategoryChanges]) -> Category:
    """Change any of a category's name, slug, place and description at once, and return it as it is then.

    :raises CategoryCycleError: the parent is the category itself or below it.
    :raises CategoryGoneError: the parent is deleted.
    :raises CategoryLimitError: the tree has no room for it there.
    :raises PictureNotStoredError: the storage does not take its picture.
    :raises SlugTakenError: a sibling has that slug.
    """
    with history.watching(Category, [category.pk]):
        return _update(category, **changes)


def _update(category: Category, **changes: Unpack[CategoryChanges]) -> Category:
    if "parent" in changes and changes["parent"] != Category.objects.above(category):
        category = move_category(category=category, parent=changes["parent"], slug=changes.get("slug", ""))
    if "name" in changes or "slug" in changes:
        name, slug = changes.get("name", category.name), changes.get("slug", category.slug)
        category = rename_category(category=category, name=name, slug=slug)
    category.description = changes.get("description", category.description)
    before = category.image.name
    category.image = changes.get("image", category.image)
    with storing() as store:
        store_given_file(record=category, field="image", store=store)
        category.save(update_fields=["description", "image", "updated_at"])
    if before and before != category.image.name:
        queue_after_commit(tasks.remove_picture, before, [])
    return category

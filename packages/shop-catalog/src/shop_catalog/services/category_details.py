"""What is said of a category; its place in the tree is `services.categories`' concern."""

from typing import TypedDict, Unpack

from django.core.files.base import File
from django.db import transaction

from ..models import Category
from .categories import move_category, rename_category


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
    :raises SlugTakenError: a sibling has that slug.
    """
    if "parent" in changes and changes["parent"] != Category.objects.above(category):
        category = move_category(category=category, parent=changes["parent"], slug=changes.get("slug", ""))
    if "name" in changes or "slug" in changes:
        name, slug = changes.get("name", category.name), changes.get("slug", category.slug)
        category = rename_category(category=category, name=name, slug=slug)
    category.description = changes.get("description", category.description)
    category.image = changes.get("image", category.image)
    category.save(update_fields=["description", "image", "updated_at"])
    return category

"""Where in the tree a category can be."""

from django.db.models import Max
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from ..exceptions import CategoryCycleError, CategoryGoneError, CategoryLimitError, SlugTakenError
from ..models import Category
from ..models.folding import fold

MAX_ADDRESS: int = Category._meta.get_field("url_path").max_length  # type: ignore[assignment]
MAX_DEPTH = int(Category._meta.get_field("path").max_length // Category.steplen)


def current(category: Category) -> Category:
    """Return the category as it is now.

    :raises CategoryGoneError: the row is not there any more.
    """
    found: Category | None = Category.objects.filter(pk=category.pk).first()
    if found is None:
        raise CategoryGoneError
    return found


def current_parent(parent: Category | None) -> Category | None:
    """Return a parent as it is now; None, the top of the tree, is always there.

    :raises CategoryGoneError: the parent is deleted.
    """
    if parent is None:
        return None
    parent = current(parent)
    if parent.is_deleted:
        raise CategoryGoneError(_("The category above is deleted; restore it first, or choose another."))
    return parent


def require_live(category: Category) -> None:
    """Keep a category where it is until the transaction ends; many can do so at once, but before they lock products.

    :raises CategoryGoneError: it is deleted.
    """
    if not Category.objects.hold(category):
        raise CategoryGoneError


def check_place(*, parent: Category | None, slug: str, category: Category | None = None) -> str:
    """Return the address that a category, new or with all below it, has under this parent and slug.

    :raises CategoryCycleError: the parent is the category itself or below it.
    :raises CategoryLimitError: there would be too many levels, or too long an address.
    :raises SlugTakenError: a sibling has that slug.
    """
    if category and parent and parent.path.startswith(category.path):
        raise CategoryCycleError
    url_path = Category.address(parent, slug)
    levels, tail = _extent(category) if category else (1, 0)
    if (parent.depth if parent else 0) + levels > MAX_DEPTH:
        raise CategoryLimitError(
            _("The tree can have %(levels)d levels; choose a parent further up.") % {"levels": MAX_DEPTH}
        )
    if len(url_path) + tail > MAX_ADDRESS:
        raise CategoryLimitError(
            _("The address would be longer than %(length)d characters; choose a shorter slug, here or above.")
            % {"length": MAX_ADDRESS}
        )
    others = Category.objects.live().exclude(pk=category.pk if category else None)
    if others.filter(url_path=url_path).exists():
        raise SlugTakenError
    return url_path


def check_name(*, parent: Category | None, name: str, category: Category | None = None) -> None:
    """Refuse a name that a sibling has under this parent, case and blanks aside.

    :raises SlugTakenError: there is one.
    """
    siblings = Category.objects.children_of(parent) if parent else Category.objects.top()
    others = siblings.exclude(pk=category.pk if category else None)
    if fold(name) in map(fold, others.values_list("name", flat=True)):
        raise SlugTakenError(errors={"name": [str(SlugTakenError.message)]})


def _extent(category: Category) -> tuple[int, int]:
    """Return how many levels a category has with all below it, and by how much the longest address below is longer than its own."""
    far = Category.objects.within(category).aggregate(depth=Max("depth"), length=Max(Length("url_path")))
    return far["depth"] - category.depth + 1, far["length"] - len(category.url_path)

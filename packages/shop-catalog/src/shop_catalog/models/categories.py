"""The tree of categories."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import connections, models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from shop_core.softdelete import LIVE, SoftDeleteModel, SoftDeleteQuerySet

from .folding import validate_name

if TYPE_CHECKING:
    from .tree import CategoryNode

SHOWN_LEVELS = 2
"""How many levels below the current category, and below each above it, a menu shows."""

NAMES_BETWEEN = " / "
"""Stands between the names of a category and of those above it."""

MOST_WORDS = 10
"""So many words, and so many levels, of what somebody types are looked for."""

HOLD = "SELECT id FROM shop_catalog_category WHERE id = %s AND deleted_at IS NULL FOR SHARE"
"""Django has locks for one at a time only."""


class CategoryQuerySet(MP_NodeQuerySet, SoftDeleteQuerySet):  # type: ignore[misc]
    """Reads of categories in the shop's words."""

    def top(self) -> Self:
        """Return the live categories at the top of the tree."""
        return self.live().filter(depth=1)

    def children_of(self, category: "Category") -> Self:
        """Return the live categories right below this one."""
        return self.live().filter(path__startswith=category.path, depth=category.depth + 1)

    def within(self, category: "Category") -> Self:
        """Return the category and everything below it."""
        return self.filter(path__startswith=category.path)

    def named(self, name: str) -> "Category | None":
        """Return the category of this key or address, if there is one."""
        key = {"pk": int(name)} if name.isascii() and name.isdecimal() and len(name) < 19 else {"url_path": name}
        return self.filter(**key).first()  # type: ignore[return-value]

    def outside(self, category: "Category") -> Self:
        """Leave out the category and everything below it."""
        return self.exclude(path__startswith=category.path)

    def around(self, current: "Category | None") -> Self:
        """Return what a menu shows: some levels from the top, and as many below each category on the way to the current one."""
        shown = Q(depth__lte=SHOWN_LEVELS)
        way = current.path if current else ""
        step = Category.steplen
        for end in range(step, len(way) + 1, step):
            shown |= Q(path__startswith=way[:end], depth__lte=end // step + SHOWN_LEVELS)
        return self.filter(shown)

    def tree(self, *, current: "Category | None" = None) -> "list[CategoryNode]":
        """Return these categories as nodes with their children and the number of products below them, in a constant number of queries."""
        from .tree import nest

        return nest(self.order_by("path"), current=current)

    def with_parent(self) -> Self:
        """Annotate the key of the parent, as ``parent_pk``; None at the top."""
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Category.steplen)
        return self.annotate(parent_pk=Subquery(Category.objects.filter(path=above).values("pk")))

    def beside(self, category: "Category") -> Self:
        """Return the category and its siblings, in their order."""
        return self.filter(path__startswith=category.parent_path, depth=category.depth)

    def above(self, category: "Category") -> "Category | None":
        """Return the parent of the category; None at the top."""
        parent: Category | None = self.filter(path=category.parent_path).first()  # type: ignore[assignment]
        return parent

    def meant_by(self, text: str) -> Self:
        """Return those that somebody may mean who types this: every word is in the name or in the address."""
        found = self
        for word in text.replace(NAMES_BETWEEN.strip(), " ").split()[:MOST_WORDS]:
            found = found.filter(Q(name__icontains=word) | Q(url_path__icontains=word))
        return found.order_by("depth", "path")

    def called(self, text: str) -> "list[Category]":
        """Return the one with these names from the top down, else those at whose end they are; the case makes no difference."""
        parts = text.split(NAMES_BETWEEN)
        ends = [NAMES_BETWEEN.join(parts[start:]) for start in range(len(parts))]
        named = reduce(or_, (Q(name__iexact=end) for end in ends[-MOST_WORDS:]))
        names = {each: name.casefold() for each, name in self.filter(named).names().items()}
        whole, end = text.casefold(), f"{NAMES_BETWEEN}{text}".casefold()
        return [each for each in names if names[each] == whole] or [each for each in names if names[each].endswith(end)]

    def names(self) -> "dict[Category, str]":
        """Return these with their names from the top down, in two queries: ``Home / Kitchen / Pans``."""
        found: list[Category] = list(self)
        known = dict(Category.objects.lineage({each.path for each in found}).values_list("path", "name"))
        step = Category.steplen
        return {
            each: NAMES_BETWEEN.join(known[each.path[:end]] for end in range(step, len(each.path) + 1, step))
            for each in found
        }

    def lineage(self, paths: set[str]) -> Self:
        """Return the categories at ``paths`` with all their ancestors."""
        step = Category.steplen
        wanted = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
        return self.filter(path__in=wanted)


class CategoryTree(models.Model):
    """The one row that every change of the tree writes first: a lock that is the same on every database."""

    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("tree of categories")
        verbose_name_plural = _("tree of categories")

    def __str__(self) -> str:
        return str(self.changed_at)


class CategoryManager(MP_NodeManager):  # type: ignore[misc]
    """Every node of the tree, as the tree itself needs it; say ``live()`` for what the shop shows."""

    def get_queryset(self) -> CategoryQuerySet:
        return CategoryQuerySet(self.model, using=self._db).order_by("path")

    def hold(self, category: "Category") -> bool:
        """Let nobody delete or move a category until the transaction ends, and tell whether it is live; others may hold it too."""
        if connections[self.db].vendor == "postgresql":
            return bool(list(self.raw(HOLD, [category.pk])))
        return bool(self.live().filter(pk=category.pk).exists())

    def lock_tree(self) -> None:
        """Let nobody else change the tree until the transaction ends; read what the change builds on after this."""
        row = CategoryTree(pk=1, changed_at=timezone.now())
        CategoryTree.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["id"], update_fields=["changed_at"]
        )


class Category(MP_Node, SoftDeleteModel):  # type: ignore[misc,django-manager-missing]
    """A node of the tree. Write with `shop_catalog.services.categories` only: paths and addresses hang together."""

    # The tree's field is unique by itself; by a condition it is too, and a product that is saved need not wait for a move:
    # PostgreSQL takes the columns of unconditional unique indexes for keys, which foreign keys lock.
    path = models.CharField(max_length=255, db_index=True)
    name = models.CharField(_("name"), max_length=120, validators=[validate_name])
    slug = models.SlugField(_("slug"), max_length=120, allow_unicode=True)
    url_path = models.CharField(
        _("address"), max_length=500, editable=False, help_text=_("The slugs from the top down to this category.")
    )
    description = models.TextField(_("description"), blank=True)
    image = models.ImageField(_("image"), upload_to="categories/", blank=True)

    objects: ClassVar[Any] = CategoryManager.from_queryset(CategoryQuerySet)()
    all_objects: ClassVar[Any] = CategoryManager.from_queryset(CategoryQuerySet)()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["path"], condition=Q(depth__gt=0), name="shop_catalog_category_path"),
            # Siblings share the head of the address, so this also keeps their slugs apart.
            models.UniqueConstraint(fields=["url_path"], condition=LIVE, name="shop_catalog_category_url_path"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shop_catalog:category", args=[self.url_path])

    @staticmethod
    def address(parent: "Category | None", slug: str) -> str:
        """Return the ``url_path`` of a child of ``parent``, or of a category at the top."""
        return f"{parent.url_path}/{slug}" if parent else slug

    @property
    def parent_path(self) -> str:
        return str(self.path[: -self.steplen])

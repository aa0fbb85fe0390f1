"""The categories and stores that rows name."""

from collections.abc import Sequence

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ...models import Category, Store
from ...models.folding import fold
from ..categories import create_category
from ..category_places import MAX_ADDRESS, MAX_DEPTH
from ..stores import default_store
from ..wording import is_readable
from .columns import Line


class Categories:
    """The categories of the shop by their address.

    :param create: make those that are missing, with all above them.
    :param writing: really make them; else it is only noted which they are.
    """

    def __init__(self, *, create: bool, writing: bool) -> None:
        self.create = create
        self.writing = writing
        self.made: set[str] = set()
        self.filled: set[int] = set()
        """Those that products come into."""
        known = list(Category.objects.live().values_list("url_path", "pk", "name"))
        self._keys: dict[str, int] = {path: key for path, key, _name in known}
        self._named = {(path.rpartition("/")[0], fold(name)): path for path, _key, name in known}
        """The addresses of categories, by that of the parent and the name."""
        self._paths = {key: path for path, key in self._keys.items()}

    def key_of(self, path: str) -> int:
        """Return the key of a category that was found; 0 of one that would be made."""
        return self._keys[path]

    def path_of(self, key: int | None) -> str:
        """Return the address of a live category."""
        return self._paths.get(key or 0, "")

    def find(self, text: str) -> str:
        """Return the address of a category; ``Home/Reading lamps`` is found as ``home/reading-lamps`` too.

        :raises ValueError: there is none.
        """
        if text in self._keys:
            return text
        names = [name.strip() for name in text.split("/")]
        path, missing = "", list(names)
        while missing and (child := self._child(path, missing[0])):
            path = child
            del missing[0]
        if missing and not self.create:
            raise ValueError(_("There is no category “%(path)s”.") % {"path": text})
        slugs = [slugify(name, allow_unicode=True) for name in missing]
        if (
            not all(slugs)
            or not all(map(is_readable, missing))
            or len("/".join([path, *slugs])) > MAX_ADDRESS
            or len(names) > MAX_DEPTH
            or len(max(names, key=len)) > 100
        ):
            raise ValueError(_("“%(path)s” cannot be the address of a category.") % {"path": text})
        for name, slug in zip(missing, slugs, strict=True):
            path = self._make(path, name, slug)
        return path

    def _child(self, above: str, name: str) -> str | None:
        """Return the address of the category with this slug or name below another; None where there is none."""
        path = _below(above, slugify(name, allow_unicode=True))
        return path if path in self._keys else self._named.get((above, fold(_shown(name))))

    def _make(self, above: str, name: str, slug: str) -> str:
        path = _below(above, slug)
        self.made.add(path)
        self._keys[path] = 0
        self._named[above, fold(_shown(name))] = path
        if self.writing:
            parent = Category.objects.live().filter(url_path=above).first()
            self._keys[path] = create_category(name=_shown(name), parent=parent, slug=slug).pk
        return path


def _below(above: str, slug: str) -> str:
    return f"{above}/{slug}" if above else slug


def _shown(name: str) -> str:
    """Return the name of a category that a file names by its slug or its name."""
    return name.replace("-", " ").capitalize() if name == slugify(name, allow_unicode=True) else name


class Stores:
    """The stores that rows may fill, by their slug; no slug stands for the shop's own.

    :param only: the one store that may be filled; no slug stands for it then.
    """

    def __init__(self, *, only: Store | None, writing: bool) -> None:
        self.only = only
        self._keys: dict[str, int] = {}
        if only:
            self._keys = {"": only.pk, only.slug: only.pk}
        elif writing:
            self._keys[""] = default_store().pk
        else:
            self._keys[""] = Store.all_objects.filter(is_default=True).values_list("pk", flat=True).first() or 0

    def fetch(self, lines: Sequence[Line]) -> set[int]:
        """Look up the stores of some rows, and return their keys."""
        slugs = {line.store or "" for line in lines}
        if missing := slugs - self._keys.keys() if not self.only else ():
            self._keys.update(Store.objects.filter(slug__in=missing).values_list("slug", "pk"))
        return {self._keys[slug] for slug in slugs if slug in self._keys}

    def find(self, slug: str) -> int:
        """Return the key of a store, 0 of the shop's own where there is none yet.

        :raises ValueError: there is none, or another's.
        """
        if slug in self._keys:
            return self._keys[slug]
        if self.only:
            raise ValueError(_("You can import into your own store only: %(slug)s.") % {"slug": self.only.slug})
        raise ValueError(_("There is no store “%(slug)s”.") % {"slug": slug})

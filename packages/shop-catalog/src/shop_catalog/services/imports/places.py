"""The categories and stores that rows name."""

from collections.abc import Sequence

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ...models import Category, Store
from ..categories import create_category
from ..category_places import MAX_ADDRESS, MAX_DEPTH
from ..stores import default_store
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
        self._keys: dict[str, int] = dict(Category.objects.live().values_list("url_path", "pk"))
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
        path = "/".join(slugify(name, allow_unicode=True) for name in names)
        if path in self._keys:
            return path
        if not self.create:
            raise ValueError(_("There is no category “%(path)s”.") % {"path": text})
        if (
            not all(path.split("/"))
            or len(path) > MAX_ADDRESS
            or len(names) > MAX_DEPTH
            or len(max(names, key=len)) > 100
        ):
            raise ValueError(_("“%(path)s” cannot be the address of a category.") % {"path": text})
        for level in range(1, len(names) + 1):
            self._make(names[level - 1], path.split("/")[:level])
        return path

    def _make(self, name: str, slugs: Sequence[str]) -> None:
        path = "/".join(slugs)
        if path in self._keys:
            return
        self.made.add(path)
        self._keys[path] = 0
        if self.writing:
            parent = Category.objects.live().filter(url_path="/".join(slugs[:-1])).first()
            name = name.replace("-", " ").capitalize() if name == slugs[-1] else name
            self._keys[path] = create_category(name=name, parent=parent, slug=slugs[-1]).pk


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

"""Where things are sold."""

from django.utils.translation import gettext as _

from ..models import Seller, Store
from .slugs import with_free_slug


def default_store() -> Store:
    """Return the shop's own store, made on the first call: a shop of one vendor never notices it."""
    store: Store | None = Store.all_objects.select_related("seller").filter(is_default=True).first()
    if store is None:
        store, _made = Store.all_objects.get_or_create(
            is_default=True, defaults={"name": _("Our shop"), "slug": "our-shop"}
        )
    return store


def open_store(*, name: str, seller: Seller, description: str = "") -> Store:
    """Open a store of a seller, under a slug of its own."""
    store: Store = with_free_slug(
        name, lambda slug: Store.objects.create(name=name, slug=slug, seller=seller, description=description)
    )
    return store

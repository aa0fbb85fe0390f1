"""What a row is about."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ...models import Variant
from ..slugs import slug_of
from .columns import CELLS, Line
from .entries import BadRowError
from .said import VariantKey
from .shelf import Shelf


def find_slug(line: Line, shelf: Shelf, slugs: Mapping[str, str]) -> str:
    """Return the slug of the product that a row is about: that of its reference, its SKU or its own, else the name makes it.

    :param slugs: of the SKUs in earlier rows.
    :raises BadRowError: it is about none, or about two.
    """
    named = shelf.by_ref.get(line.product_ref or "")
    if named and line.product not in (None, named.product.slug):
        raise BadRowError({"product_ref": _("It is that of the product “%(slug)s”.") % {"slug": named.product.slug}})
    variant = named or shelf.by_sku.get(line.sku or "")
    if variant and variant.product.is_deleted:
        raise BadRowError({"sku": _("A deleted product has this SKU; restore it, or change its SKU.")})
    if variant and line.product not in (None, variant.product.slug):
        raise BadRowError({"sku": _("The product “%(slug)s” has this SKU.") % {"slug": variant.product.slug}})
    slug = line.product or (variant and variant.product.slug) or slugs.get(line.sku or "")
    if slug:
        return slug
    if not line.name:
        if line.sku:
            raise BadRowError({"sku": _("The shop has no such SKU; a new product needs a name.")})
        raise BadRowError({"name": _("Without a SKU and a slug, the row needs a name.")})
    slug = slug_of(line.name)
    product = shelf.products.get(slug)
    if product and product.pk and product.name != line.name:
        taken = _("This name makes the slug “%(slug)s”, which “%(name)s” has; give another.")
        raise BadRowError({"product": taken % {"slug": slug, "name": product.name}})
    return slug


def find_variant(line: Line, slug: str, shelf: Shelf, claimed: Mapping[int, str]) -> Variant | None:
    """Return the variant of a row's reference or SKU, or the one without SKU that it fits and may give its SKU to; None for a new one.

    :param claimed: the SKUs that earlier rows gave to variants without one.
    :raises BadRowError: it may be one of several.
    """
    named, of_sku = shelf.by_ref.get(line.product_ref or ""), shelf.by_sku.get(line.sku or "")
    if named and of_sku not in (None, named):
        raise BadRowError({"sku": _("Another variant than that of the product_ref has this SKU.")})
    if found := named or of_sku:
        return found
    fitting = [
        variant
        for variant in shelf.makes[slug]
        if not variant.sku
        and claimed.get(variant.pk, line.sku) == line.sku
        and (line.variant is None or CELLS["variant"].same(line.variant, variant.name))
        and (line.options is None or CELLS["options"].same(line.options, variant.options))
    ]
    if len(fitting) > 1:
        raise BadRowError(
            {"sku": _("Several variants without SKU fit; give each of them one in the shop, or name the product_ref.")}
        )
    return fitting[0] if fitting else None


def key_of(line: Line, slug: str, variant: Variant | None, shelf: Shelf) -> VariantKey:
    """Return what all rows about the same variant have in common."""
    if line.sku:
        return line.sku
    if named := shelf.by_ref.get(line.product_ref or ""):
        return named.pk
    name = variant.name if variant else line.variant or ""
    options = variant.options if variant else line.options or {}
    return slug, name, str(CELLS["options"].render(options))

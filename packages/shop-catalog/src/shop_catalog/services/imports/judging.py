"""Row by row: what it changes in the shop, or why it cannot."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from shop_core.currencies import exponent
from shop_core.money import Money

from ...models import Offer, Product, Variant
from ..slugs import slug_of
from .columns import IDENTITY, OF_PRODUCT, OF_VARIANT, Line, OfferResource
from .entries import BadRowError, Entry, Terms
from .places import Categories, Stores
from .said import Said, VariantKey
from .shelf import Shelf

PRODUCT_FIELDS = {"name": "name", "description": "description", "tax_class": "tax_class", "featured": "is_featured"}
VARIANT_FIELDS = {"sku": "sku", "variant": "name", "options": "options", "weight_grams": "weight_grams"}
CELLS = {name: each.widget for name, each in OfferResource.fields.items()}


class Judge:
    """Knows the terms, and what the rows before have said.

    :param writing: make categories and the shop's own store where they are missing.
    """

    def __init__(self, terms: Terms, *, writing: bool) -> None:
        self.terms = terms
        self.said = Said()
        self.claimed: dict[int, str] = {}
        """The SKUs that variants without one get."""
        self.categories = Categories(create=terms.create_categories, writing=writing)
        self.stores = Stores(only=terms.store, writing=writing)

    def fetch(self, lines: Sequence[Line]) -> Shelf:
        """Return what the shop has of what these rows are about."""
        return Shelf(lines, self.stores.fetch(lines))

    def judge(self, number: int, line: Line, shelf: Shelf) -> Entry:
        """Return what a row changes: its new records are on the shelf then, and its changes in the records there.

        :raises BadRowError: it cannot be imported.
        """
        if IDENTITY & line.faults.keys():
            raise BadRowError({})
        entry, reasons = self._weigh(number, line, shelf)
        if reasons or line.faults:
            raise BadRowError(reasons)
        shelf.add(entry.variant)
        if entry.variant.pk and "sku" in entry.changes:
            self.claimed[entry.variant.pk] = entry.variant.sku
        return entry

    def _weigh(self, number: int, line: Line, shelf: Shelf) -> tuple[Entry, dict[str, str]]:
        """Return what a row is about and changes, and the reasons against it."""
        slug = self._slug(line, shelf)
        store = self._store(line)
        variant = shelf.by_sku.get(line.sku or "") or self._without_sku(line, shelf.without_sku[slug])
        product = variant.product if variant else shelf.products.get(slug)
        is_new_product = product is None and slug not in self.said.products
        key: VariantKey = line.sku or (slug, *_shape(line, variant))
        reasons, fresh = self.said.hear(number, line, slug, key, store)
        if is_new_product:
            reasons |= {each: _("A new product needs it.") for each in ("name", "category") if not getattr(line, each)}
        if variant is None:
            variant = Variant(product=product or Product(slug=slug, creator=self.terms.by))  # type: ignore[misc]
        entry = Entry(line, shelf.offers.get((variant.pk, store)) or Offer(variant=variant, store_id=store))
        self._weigh_product(entry, fresh, reasons)
        self._check_owner(entry, reasons)
        _weigh_price(entry, reasons)
        _weigh_stock(entry, reasons)
        return entry, reasons

    def _slug(self, line: Line, shelf: Shelf) -> str:
        """Return the slug of the product that a row is about."""
        variant = shelf.by_sku.get(line.sku or "")
        if variant and variant.product.is_deleted:
            raise BadRowError({"sku": _("A deleted product has this SKU; restore it, or change its SKU.")})
        if variant and line.product not in (None, variant.product.slug):
            raise BadRowError({"sku": _("The product “%(slug)s” has this SKU.") % {"slug": variant.product.slug}})
        slug = line.product or (variant and variant.product.slug) or self.said.slugs.get(line.sku or "")
        if slug:
            return slug
        if not line.name:
            raise BadRowError({"sku": _("The shop has no such SKU; a new product needs a name.")})
        slug = slug_of(line.name)
        product = shelf.products.get(slug)
        if product and product.pk and product.name != line.name:
            raise BadRowError(
                {
                    "product": _("This name makes the slug “%(slug)s”, which “%(name)s” has; give another.")
                    % {"slug": slug, "name": product.name}
                }
            )
        return slug

    def _without_sku(self, line: Line, variants: Sequence[Variant]) -> Variant | None:
        """Return the variant without SKU that a row fits: a row without SKU is about it, one with a new SKU gives it that."""
        fitting = [
            variant
            for variant in variants
            if not variant.sku
            and self.claimed.get(variant.pk, line.sku) == line.sku
            and (line.variant is None or CELLS["variant"].same(line.variant, variant.name))
            and (line.options is None or CELLS["options"].same(line.options, variant.options))
        ]
        if len(fitting) > 1:
            raise BadRowError({"sku": _("Several variants without SKU fit; give each of them one in the shop.")})
        return fitting[0] if fitting else None

    def _store(self, line: Line) -> int:
        try:
            return self.stores.find(line.store or "")
        except ValueError as refusal:
            raise BadRowError({"store": str(refusal)}) from None

    def _weigh_product(self, entry: Entry, fresh: set[str], reasons: dict[str, str]) -> None:
        """Take over what a row says of its product and variant, and nobody said before."""
        for fields, record in ((PRODUCT_FIELDS, entry.product), (VARIANT_FIELDS, entry.variant)):
            for column, attribute in fields.items():
                said = getattr(entry.line, column)
                if column in fresh and not CELLS[column].same(said, getattr(record, attribute)):
                    setattr(record, attribute, said)
                    entry.changes.add(column)
        if "category" in fresh:
            try:
                category = self.categories.find(entry.line.category or "")
            except ValueError as refusal:
                reasons["category"] = str(refusal)
            else:
                if category != entry.product.category_id:
                    entry.product.category_id = category
                    entry.changes.add("category")

    def _check_owner(self, entry: Entry, reasons: dict[str, str]) -> None:
        if entry.product._state.adding or self.terms.may_change(entry.product):
            return
        reason = _("This product is not yours: offer its variants as they are.")
        reasons |= dict.fromkeys(entry.changes.intersection(OF_PRODUCT + OF_VARIANT), reason)
        if entry.variant._state.adding:
            reasons["sku"] = reason


def _shape(line: Line, variant: Variant | None) -> tuple[str, str]:
    """Return the name and the options by which a variant without SKU is known."""
    name = variant.name if variant else line.variant or ""
    options = variant.options if variant else line.options or {}
    return name, str(CELLS["options"].render(options))


def _weigh_price(entry: Entry, reasons: dict[str, str]) -> None:
    line, offer = entry.line, entry.offer
    currency = (line.currency or offer.currency).upper()
    try:
        digits = exponent(currency)
    except ValueError:
        reasons.setdefault("currency", _("Write a currency code of ISO 4217, such as EUR."))
        return
    if line.price is None:
        if entry.is_new:
            reasons.setdefault("price", _("A new offer needs it."))
        elif currency != offer.currency:
            reasons.setdefault("currency", _("Another currency needs a price too."))
        return
    try:
        price = Money.of(line.price, currency)
    except ValueError:
        reasons["price"] = _("%(currency)s has %(digits)d decimals.") % {"currency": currency, "digits": digits}
        return
    if entry.is_new:
        offer.price = price
    elif price != offer.price:
        entry.price_before, offer.price = offer.price, price
        entry.changes.add("price")


def _weigh_stock(entry: Entry, reasons: dict[str, str]) -> None:
    line, offer = entry.line, entry.offer
    if line.active not in (None, offer.is_active):
        offer.is_active = bool(line.active)
        entry.changes.add("active")
    if line.stock not in (None, offer.on_hand):
        entry.changes.add("stock")
        if (line.stock or 0) < offer.reserved:
            reasons["stock"] = _("%(held)d are held for orders; it cannot be less.") % {"held": offer.reserved}

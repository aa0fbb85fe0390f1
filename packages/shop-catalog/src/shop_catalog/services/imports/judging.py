"""Row by row: what it changes in the shop, or why it cannot."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from shop_core.currencies import exponent
from shop_core.money import Money, shop_currency

from ...exceptions import OffensiveWordsError, OptionTwiceError, UnreadableNameError, VariantExistsError
from ...models import Offer, Product, Variant
from ...models.folding import fold
from ..wording import is_readable, offends, speaks_for_shop
from .attributes import Attributes
from .columns import CELLS, IDENTITY, OF_PRODUCT, OF_VARIANT, Line
from .entries import BadRowError, Entry, Terms
from .places import Categories, Stores
from .said import Said, VariantKey
from .shelf import Shelf
from .subjects import find_slug, find_variant, key_of

PRODUCT_FIELDS = {"name": "name", "description": "description", "tax_class": "tax_class", "featured": "is_featured"}
VARIANT_FIELDS = {"sku": "sku", "variant": "name", "options": "options", "weight_grams": "weight_grams"}

WORDS = {"name", "description", "variant", "sku", "options"}
"""The columns in which people say something."""


class Judge:
    """Knows the terms, and what the rows before have said.

    :param writing: make categories and the shop's own store where they are missing.
    """

    def __init__(self, terms: Terms, *, writing: bool) -> None:
        self.terms = terms
        self.said = Said()
        self.claimed: dict[int, str] = {}
        """The SKUs that variants without one get."""
        self.attributes = Attributes()
        self.categories = Categories(create=terms.create_categories, writing=writing)
        self.stores = Stores(only=terms.store, writing=writing)

    def fetch(self, lines: Sequence[Line]) -> Shelf:
        """Return what the shop has of what these rows are about."""
        self.attributes.fetch({column for line in lines for column in line.attributes})
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
        slug = find_slug(line, shelf, self.said.slugs)
        store = self._store(line)
        variant = find_variant(line, slug, shelf, self.claimed)
        product = variant.product if variant else shelf.products.get(slug)
        is_new_product = product is None and slug not in self.said.products
        key = key_of(line, slug, variant, shelf)
        is_first = key not in self.said.variants
        reasons, fresh = self.said.hear(number, line, slug, key, store)
        if is_new_product:
            reasons |= {each: _("A new product needs it.") for each in ("name", "category") if not getattr(line, each)}
        if variant is None:
            variant = Variant(product=product or Product(slug=slug, creator=self.terms.by))  # type: ignore[misc]
        entry = Entry(line, shelf.offers.get((variant.pk, store)) or Offer(variant=variant, store_id=store))
        entry.values = shelf.values.get(entry.product.pk, {})
        before = variant.make
        _weigh_fields(entry, fresh)
        if variant.make != before or (is_first and variant._state.adding):
            self._check_make(number, variant, key, shelf, reasons)
        if "options" in entry.changes and len(set(map(fold, variant.options))) < len(variant.options):
            reasons["options"] = str(OptionTwiceError.message)
        self._weigh_category(entry, fresh, reasons)
        self._check_owner(entry, reasons)
        self._check_words(entry, reasons)
        _weigh_price(entry, reasons)
        _weigh_stock(entry, reasons)
        return entry, reasons

    def _store(self, line: Line) -> int:
        try:
            return self.stores.find(line.store or "")
        except ValueError as refusal:
            raise BadRowError({"store": str(refusal)}) from None

    def _weigh_category(self, entry: Entry, fresh: set[str], reasons: dict[str, str]) -> None:
        """Take over the category, and the attributes that its products have."""
        path = self.categories.path_of(entry.product.category_id)
        if "category" in fresh:
            try:
                path = self.categories.find(entry.line.category or "")
            except ValueError as refusal:
                reasons["category"] = str(refusal)
                return
            key = self.categories.key_of(path)
            if key != entry.product.category_id:
                entry.product.category_id = key
                self.categories.filled.add(key)
                entry.changes.add("category")
        self.attributes.weigh(entry, fresh & entry.line.attributes.keys(), path, reasons)

    def _check_make(
        self, number: int, variant: Variant, key: VariantKey, shelf: Shelf, reasons: dict[str, str]
    ) -> None:
        """Refuse a variant that another one of its product is too, in the shop or in the file."""
        slug = variant.product.slug
        if any(each is not variant and each.make == variant.make for each in shelf.makes[slug]):
            reasons["options"] = str(VariantExistsError.message)
        elif row := self.said.same_make(number, slug, key, variant.make):
            reasons["options"] = _("Row %(row)d is about the same variant under another SKU.") % {"row": row}

    def _check_owner(self, entry: Entry, reasons: dict[str, str]) -> None:
        if entry.product._state.adding or self.terms.may_change(entry.product):
            return
        reason = _("This product is not yours: offer its variants as they are.")
        shared = {*OF_PRODUCT, *OF_VARIANT, *entry.line.attributes}
        reasons |= dict.fromkeys(entry.changes & shared, reason)
        if entry.variant._state.adding:
            reasons["sku"] = reason

    def _check_words(self, entry: Entry, reasons: dict[str, str]) -> None:
        """Refuse a name that nobody can read, and words that offend in what is new of a seller's product."""
        if "name" in entry.changes and not is_readable(entry.product.name):
            reasons["name"] = str(UnreadableNameError.message)
        if speaks_for_shop(self.terms.by if entry.product._state.adding else entry.product.creator):
            return
        said = {column: str(entry.line.says(column)) for column in WORDS & entry.changes}
        said |= {column: str(entry.line.attributes[column]) for column in entry.changes & entry.line.attributes.keys()}
        reasons |= {column: str(OffensiveWordsError.message) for column, text in said.items() if offends(text)}


def _weigh_fields(entry: Entry, fresh: set[str]) -> None:
    """Take over what a row says of its product and variant, and nobody said before."""
    for fields, record in ((PRODUCT_FIELDS, entry.product), (VARIANT_FIELDS, entry.variant)):
        for column, attribute in fields.items():
            said = getattr(entry.line, column)
            if column in fresh and not CELLS[column].same(said, getattr(record, attribute)):
                setattr(record, attribute, said)
                entry.changes.add(column)


def _weigh_price(entry: Entry, reasons: dict[str, str]) -> None:
    line, offer = entry.line, entry.offer
    currency = (line.currency or offer.currency).upper()
    foreign = _("Prices here are in %(currency)s.") % {"currency": shop_currency()}
    is_foreign = currency != shop_currency()
    try:
        digits = exponent(currency)
    except ValueError:
        reasons["currency"] = foreign
        return
    if line.price is None:
        if entry.is_new:
            reasons["price"] = _("A new offer needs it.")
        elif currency != offer.currency:
            reasons["currency"] = foreign if is_foreign else _("Another currency needs a price too.")
        return
    try:
        price = Money.of(line.price, currency)
    except ValueError:
        reasons["price"] = _("%(currency)s has %(digits)d decimals.") % {"currency": currency, "digits": digits}
        return
    if is_foreign and (entry.is_new or price != offer.price):  # what is so already may stay
        reasons["currency"] = foreign
    elif entry.is_new:
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

"""What rows change, written in bulk."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count
from django.utils import timezone

from shop_core.money import Money
from shop_core.signals import send_after_commit

from ...models import AttributeValue, Offer, Product, StockMovement, Variant
from ...signals import offer_price_changed
from ..history import ATTRIBUTES, history
from ..ledger import move
from ..listings import publish
from .entries import Entry

BATCH = 5000
MANY = 200
"""So many products can turn what the planner of the database believes of its tables."""
LEVELS: Sequence[tuple[str, type[models.Model], Mapping[str, tuple[str, ...]]]] = (
    (
        "product",
        Product,
        {
            "name": ("name",),
            "category": ("category",),
            "description": ("description",),
            "tax_class": ("tax_class",),
            "featured": ("is_featured",),
        },
    ),
    (
        "variant",
        Variant,
        {"sku": ("sku",), "variant": ("name",), "options": ("options",), "weight_grams": ("weight_grams",)},
    ),
    ("offer", Offer, {"price": ("price_amount", "currency"), "active": ("is_active",)}),
)
"""The records of an entry, and which fields of theirs the columns fill."""


class Writer:
    """Writes entries inside one transaction, and what follows from all of them at its end.

    :param reference: names the import in the ledger of stock.
    """

    def __init__(self, *, reference: str) -> None:
        self.reference = reference
        self.products: set[int] = set()
        self.prices: dict[int, tuple[Money, Money]] = {}

    def write(self, entries: Sequence[Entry]) -> None:
        """Write what these rows add and change."""
        new = [entry for entry in entries if entry.is_new]
        old = [entry for entry in entries if entry.changes and not entry.is_new]
        with ExitStack() as watches:
            for level, model, _fields in LEVELS:
                keys = {getattr(entry, level).pk for entry in [*new, *old]} - {None}
                has_values = model is Product and any(entry.new_values for entry in [*new, *old])
                watches.enter_context(history.watching(model, keys, *([ATTRIBUTES] if has_values else ())))
            self._write(new, old)
        self.products.update(entry.product.pk for entry in [*new, *old])
        self.prices.update({e.offer.pk: (e.price_before, e.offer.price) for e in old if e.price_before is not None})

    def _write(self, new: Sequence[Entry], old: Sequence[Entry]) -> None:
        for level, model, fields in LEVELS:
            records = {id(record): record for entry in [*new, *old] if (record := getattr(entry, level))}
            _update(model, [(getattr(entry, level), entry.changes) for entry in [*new, *old]], fields)
            unsaved = [record for record in records.values() if record.pk is None]
            if model is Variant:
                _place(unsaved)
            history.created(model._default_manager.bulk_create(unsaved))
        _write_values([*new, *old])
        opening = {entry.offer.pk: entry.line.stock for entry in new if entry.line.stock}
        move(opening, kind=StockMovement.Kind.RECEIVE, reference=self.reference)
        self._take_stock({entry.offer.pk: entry.line.stock or 0 for entry in old if "stock" in entry.changes})

    def _take_stock(self, counted: Mapping[int, int]) -> None:
        """Book the differences to what was counted of these offers."""
        offers = Offer.all_objects.filter(pk__in=counted)
        offers.lock()
        changes = {pk: counted[pk] - on_hand for pk, on_hand in offers.values_list("pk", "on_hand")}
        move(changes, kind=StockMovement.Kind.ADJUST, reference=self.reference)

    def finish(self) -> None:
        """Bring the listings of all these products up to date, and tell of the prices after commit."""
        if len(self.products) >= MANY:
            _analyze()
        for keys in batches(self.products):
            publish(keys)
        transaction.on_commit(self._tell_prices)

    def _tell_prices(self) -> None:
        for keys in batches(self.prices):
            for offer in Offer.objects.filter(pk__in=keys).iterator():
                before, after = self.prices[offer.pk]
                send_after_commit(offer_price_changed, Offer, offer=offer, before=before, after=after)


def batches(keys: Collection[int]) -> Iterable[list[int]]:
    """Return the keys in their order, in lists that a statement can take."""
    ordered = sorted(keys)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def _update(
    model: type[models.Model], changed: Iterable[tuple[models.Model, set[str]]], fields: Mapping[str, tuple[str, ...]]
) -> None:
    """Write the changed fields of records that the shop has, and no others."""
    records: dict[int, models.Model] = {}
    wanted: dict[int, set[str]] = defaultdict(set)
    for record, columns in changed:
        if record.pk is not None and (names := {name for column in columns & fields.keys() for name in fields[column]}):
            records[id(record)] = record
            wanted[id(record)] |= names
    groups: dict[frozenset[str], list[models.Model]] = defaultdict(list)
    now = timezone.now()
    for key, record in records.items():
        record.updated_at = now  # type: ignore[attr-defined]
        groups[frozenset(wanted[key])].append(record)
    for changed_names, group in groups.items():
        _update_all(model, group, [*changed_names, "updated_at"])


def _update_all(model: type[models.Model], records: Iterable[models.Model], names: Iterable[str]) -> None:
    """Write some fields of many records: ``bulk_update`` would take fifty times as long."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE id = %s"  # noqa: S608 - names of ours
    rows = [
        [*(field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields), record.pk]
        for record in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _write_values(entries: Iterable[Entry]) -> None:
    """Write the attributes of products anew where they change."""
    changes = [
        (entry.product, key, entry.values.get(key), column)
        for entry in entries
        for key, column in entry.new_values.items()
    ]
    if not changes:
        return
    AttributeValue.objects.filter(
        pk__in=[current.pk for _product, _key, current, _column in changes if current]
    ).delete()
    AttributeValue.objects.bulk_create(
        AttributeValue(product=product, attribute_id=key, **column)
        for product, key, _current, column in changes
        if column
    )


def _place(variants: Sequence[Variant]) -> None:
    """Put new variants behind those that their products have."""
    known = {variant.product_id or variant.product.pk for variant in variants}
    counted = Variant.all_objects.filter(product__in=known).order_by().values_list("product").annotate(Count("pk"))
    places = Counter(dict(counted))
    for variant in variants:
        variant.position = places[variant.product.pk]
        places[variant.product.pk] += 1


def _analyze() -> None:
    """Have the database look at the tables anew: its plans follow what they were before the import."""
    if connection.vendor in ("postgresql", "sqlite"):
        with connection.cursor() as cursor:
            for _level, model, _fields in LEVELS:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")

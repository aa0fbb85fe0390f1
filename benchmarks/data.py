"""The shop that is measured: the same one every time, made in bulk.

Of 10,000 products (or 100,000) each has one to three variants, three offers in three of twenty stores, a picture, three
attributes and reviews; a word of its text is in 1.6 % of the products.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models, transaction

from shop_catalog.models import (
    Attribute,
    AttributeChoice,
    AttributeValue,
    Category,
    Offer,
    Product,
    ProductImage,
    Seller,
    StockMovement,
    StockReservation,
    Store,
    Variant,
)
from shop_catalog.models.images import WIDTHS
from shop_catalog.testing import make_categories

from .words import WORDS

CHUNK = 5000
OPENED = datetime(2026, 1, 1, tzinfo=UTC)
LAPSED, LASTING = datetime(2026, 1, 2, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
WORDS_OF_NAME, WORDS_OF_TEXT = 3, 61
COLORS = {"Black": "#000000", "Blue": "#0000ff", "Green": "#008000", "Red": "#ff0000", "White": "#ffffff"}
MATERIALS = ("Cotton", "Glass", "Leather", "Linen", "Oak", "Paper", "Steel", "Wool")
SIZES = ("S", "M", "L")
# How many of the three offers are of which variant.
SPREADS = ((0, 0, 0), (0, 0, 1), (0, 1, 2))


def make_shop(products: int) -> None:
    """Fill the empty tables with so many products and what belongs to them."""
    with transaction.atomic():
        categories = make_categories(min(1000, max(20, products // 10)), children=10)
        attributes = _make_attributes([each for each in categories if each.depth == 1])
        stores = _make_stores()
        for first in range(1, products + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, products + 1))
            _make_products(numbers, categories, attributes, stores)
        _continue_keys()


def _make_attributes(categories: list[Category]) -> dict[str, list[Attribute]]:
    """Make the three attributes of each category at the top; return them by its path."""
    made: dict[str, list[Attribute]] = {}
    for category in categories:
        kinds = {"color": Attribute.Kind.COLOR, "material": Attribute.Kind.CHOICE, "weight": Attribute.Kind.NUMBER}
        made[category.path] = Attribute.objects.bulk_create(
            Attribute(
                category=category,
                code=code,
                name=code.title(),
                kind=kind,
                unit="kg" if code == "weight" else "",
                position=position,
            )
            for position, (code, kind) in enumerate(kinds.items())
        )
        color, material, _weight = made[category.path]
        AttributeChoice.objects.bulk_create(
            [
                *(AttributeChoice(attribute=color, label=label, color=code) for label, code in COLORS.items()),
                *(AttributeChoice(attribute=material, label=label) for label in MATERIALS),
            ]
        )
    return made


def _make_stores() -> list[Store]:
    """Make twenty stores: the shop's own, and those of nineteen sellers."""
    sellers = Seller.objects.bulk_create(
        Seller(public_id=UUID(int=number), name=f"Seller {number}", country="DE", is_approved=True)
        for number in range(1, 20)
    )
    return Store.objects.bulk_create(
        Store(public_id=UUID(int=number), name=f"Store {number}", slug=f"store-{number}", seller=seller)
        for number, seller in enumerate([None, *sellers])
    )


def _make_products(
    numbers: range, categories: list[Category], attributes: dict[str, list[Attribute]], stores: list[Store]
) -> None:
    """Make the products of these numbers."""
    random = Random(numbers[0])
    rows: dict[type[models.Model], list[models.Model]] = {}
    choices = {(each.attribute_id, each.label): each for each in AttributeChoice.objects.all()}
    top = Category.steplen

    def add(row: models.Model) -> None:
        rows.setdefault(type(row), []).append(row)

    for number in numbers:
        category = random.choice(categories)
        name = " ".join(random.sample(WORDS, WORDS_OF_NAME)).capitalize()
        prices = [random.randint(500, 50_000) for _ in range(3)]
        made = Product(
            pk=number,
            name=name,
            slug=f"{name.lower().replace(' ', '-')}-{number}",
            description=" ".join(random.choices(WORDS, k=WORDS_OF_TEXT)),
            category=category,
            is_featured=number % 100 == 0,
            price_amount=min(prices),
            **{f"stars_{stars}": random.randint(0, 4 * stars) if number % 10 else 0 for stars in range(1, 6)},
            created_at=OPENED + timedelta(minutes=number),
        )
        add(made)
        color, material, weight = attributes[category.path[:top]]
        add(AttributeValue(product=made, attribute=color, choice=choices[color.pk, random.choice(list(COLORS))]))
        add(AttributeValue(product=made, attribute=material, choice=choices[material.pk, random.choice(MATERIALS)]))
        add(AttributeValue(product=made, attribute=weight, number=random.randint(1, 50)))
        add(_picture(made))
        spread = SPREADS[number % len(SPREADS)]
        for place in sorted(set(spread)):
            add(
                Variant(
                    pk=3 * number + place,
                    product=made,
                    sku=f"SKU-{number}-{place}",
                    options={"Size": SIZES[place]} if len(set(spread)) > 1 else {},
                    weight_grams=100 * (place + 1),
                    position=place,
                )
            )
        for index, (place, price) in enumerate(zip(spread, prices, strict=True)):
            units = 0 if number % 20 == 0 else random.randint(1, 60)
            store = stores[(number + 7 * index) % len(stores)]
            for row in _offer(3 * number + index, 3 * number + place, store, price, units):
                add(row)
    for model, made_rows in rows.items():
        model._base_manager.bulk_create(made_rows, batch_size=CHUNK)


def _picture(product: Product) -> ProductImage:
    name = f"products/2026/01/{product.pk}"
    renditions = [
        {"name": f"{name}-{width}.{ending}", "width": width, "height": width}
        for width in WIDTHS
        for ending in ("webp", "avif", "jpg")
    ]
    return ProductImage(
        product=product, file=f"{name}.webp", width=1200, height=1200, renditions=renditions, alt=product.name
    )


def _offer(key: int, variant: int, store: Store, price: int, units: int) -> Iterator[models.Model]:
    """Make an offer with its ledger; one of fifty has a unit held, every other such hold has run out."""
    held = key % 50 == 0 and units > 0
    offer = Offer(
        pk=key,
        public_id=UUID(int=key),
        store=store,
        variant_id=variant,
        price_amount=price,
        on_hand=units,
        reserved=int(held),
    )
    yield offer
    if units:
        yield StockMovement(offer=offer, kind=StockMovement.Kind.RECEIVE, quantity=units + 5, reference=f"in:{key}")
        yield StockMovement(offer=offer, kind=StockMovement.Kind.SELL, quantity=-5, reference=f"out:{key}")
    if held:
        until = LAPSED if key % 100 == 0 else LASTING
        yield StockReservation(offer=offer, reference=f"hold:{key}", quantity=1, expires_at=until)


def _continue_keys() -> None:
    """Let the next keys follow those that were written here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Product, Variant, Offer]):
            cursor.execute(statement)

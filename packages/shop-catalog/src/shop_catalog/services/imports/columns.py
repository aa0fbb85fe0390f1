"""The columns of a product file: a row is one offer of one variant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Resource

from ...models import Offer
from .cells import Amount, Attribute, Cell, LongText, Options, Slug, Text, Whole, YesNo

OF_PRODUCT = ("name", "category", "description", "tax_class", "featured")
OF_VARIANT = ("sku", "variant", "options", "weight_grams")
OF_OFFER = ("price", "currency", "stock", "active")
PREFIX = "attr:"
"""Stands before the code of an attribute."""
KEYS = ("sku", "product", "name", "product_ref")
"""A file has at least one of these: they tell of which product a row is."""
IDENTITY = {"", "store", *KEYS}
"""Where one of these makes no sense, nobody knows what the row is about; the empty one is the row as a whole."""


@dataclass(slots=True, eq=False)
class Line:
    """What a row says; None where it says nothing."""

    product: str | None = None
    name: str | None = None
    category: str | None = None
    description: str | None = None
    tax_class: str | None = None
    featured: bool | None = None
    variant: str | None = None
    sku: str | None = None
    options: dict[str, str] | None = None
    weight_grams: int | None = None
    store: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    stock: int | None = None
    active: bool | None = None
    product_ref: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    """By their columns."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with the row in itself, by column; such cells count as not said."""

    def says(self, column: str) -> Any:
        return self.attributes[column] if column.startswith(PREFIX) else getattr(self, column)

    @classmethod
    def of(cls, offer: Offer) -> "Line":
        """Return the row that an offer makes, as `OfferQuerySet.for_export` fetched it."""
        variant = offer.variant
        product = variant.product
        return cls(
            product=product.slug,
            name=product.name,
            category=product.category.url_path,
            description=product.description,
            tax_class=product.tax_class,
            featured=product.is_featured,
            variant=variant.name,
            sku=variant.sku,
            options=variant.options,
            weight_grams=variant.weight_grams,
            store="" if offer.store.is_default else offer.store.slug,
            price=offer.price.amount,
            currency=offer.currency,
            stock=offer.on_hand,
            active=offer.is_active,
            product_ref=offer.ref,
            attributes={f"{PREFIX}{each.attribute.code}": each.value for each in product.attributes},
        )


class AttributeField(Field):  # type: ignore[misc]
    """The column of an attribute."""

    def __init__(self, column: str) -> None:
        super().__init__(column, column, Attribute())

    def get_value(self, instance: Line) -> Any:
        return instance.attributes.get(self.column_name)

    def save(self, instance: Line, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        instance.attributes[self.column_name] = self.clean(row, **kwargs)


class OfferResource(Resource):  # type: ignore[misc]
    """The columns in their order, for django-import-export: its forms list them, and rows are read and written by them."""

    product = Field("product", "product", Slug(220))
    name = Field("name", "name", Text(200))
    category = Field("category", "category", Text(500))
    description = Field("description", "description", LongText())
    tax_class = Field("tax_class", "tax_class", Text(40, empty=""))
    featured = Field("featured", "featured", YesNo())
    variant = Field("variant", "variant", Text(120, empty=""))
    sku = Field("sku", "sku", Text(64))
    options = Field("options", "options", Options())
    weight_grams = Field("weight_grams", "weight_grams", Whole())
    store = Field("store", "store", Slug(140))
    price = Field("price", "price", Amount())
    currency = Field("currency", "currency", Text(3))
    stock = Field("stock", "stock", Whole())
    active = Field("active", "active", YesNo())
    product_ref = Field("product_ref", "product_ref", Text(64))

    def __init__(self, codes: Iterable[str] = (), **kwargs: Any) -> None:
        """Have columns for the attributes of these codes too."""
        super().__init__(**kwargs)
        self.fields |= {f"{PREFIX}{code}": AttributeField(f"{PREFIX}{code}") for code in codes}

    @classmethod
    def get_display_name(cls) -> str:
        return str(_("Products"))

    def read(self, row: dict[str, str]) -> Line:
        """Return what the cells of a row say, and what is wrong with them."""
        line = Line()
        try:
            self.import_instance(line, row)
        except ValidationError as refusal:
            line.faults = {column: messages[0] for column, messages in refusal.message_dict.items()}
        return line


CELLS: Mapping[str, Cell] = {name: each.widget for name, each in OfferResource.fields.items()}

"""How attributes are defined, and given to products."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ..exceptions import (
    AttributeCodeTakenError,
    AttributeMeansOtherError,
    AttributeValueError,
    BelongsToDeletedError,
    OffensiveWordsError,
)
from ..models import Attribute, AttributeChoice, AttributeValue, Category, Product
from .history import ATTRIBUTES, history
from .listings import publish
from .wording import offends, speaks_for_shop

TEXT_LENGTH = 250
YES_AND_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@transaction.atomic
def define_attribute(
    *, category: Category, code: str, name: str, kind: str, choices: Sequence[str | tuple[str, str]] = (), **fields: Any
) -> Attribute:
    """Give the products of a category, and of all below it, an attribute.

    :param choices: the labels of a choice; of a color, pairs of label and ``#rrggbb``.
    :param fields: further columns of `Attribute`, such as ``unit``.
    :raises AttributeCodeTakenError: the category has that code already, or inherits it, or one below it has it.
    :raises AttributeMeansOtherError: elsewhere the code is that of another kind, or of numbers in another unit.
    """
    refuse_taken_code(category=category, code=code)
    refuse_other_meaning(code=code, kind=kind, unit=fields.get("unit", ""))
    position = Attribute.objects.filter(category=category).count()
    try:
        with transaction.atomic():
            attribute: Attribute = Attribute.objects.create(
                category=category, code=code, name=name, kind=kind, **({"position": position} | fields)
            )
    except IntegrityError:
        raise AttributeCodeTakenError from None
    pairs = [(choice, "") if isinstance(choice, str) else choice for choice in choices]
    AttributeChoice.objects.bulk_create(
        AttributeChoice(attribute=attribute, label=label, color=color, position=place)
        for place, (label, color) in enumerate(pairs)
    )
    history.created([attribute])
    return attribute


def refuse_taken_code(*, category: Category, code: str, attribute: Attribute | None = None) -> None:
    """Refuse a code that another attribute of the same products has, and let no other definition in until the transaction ends.

    :raises AttributeCodeTakenError: there is one here, above or below.
    """
    Category.objects.lock_tree()
    others = Attribute.objects.filter(code=code).exclude(pk=attribute and attribute.pk)
    around = Category.objects.lineage({category.path}) | Category.objects.within(category)
    if others.filter(category__in=around).exists():
        raise AttributeCodeTakenError


def refuse_other_meaning(*, code: str, kind: str, unit: str | None = None, attribute: Attribute | None = None) -> None:
    """Refuse that a code means two things: filters, facets and files of the whole shop know attributes by their codes.

    :param unit: that of a number; None: any will do.
    :raises AttributeMeansOtherError: another attribute of this code is of another kind, or has another unit.
    """
    others = Attribute.objects.filter(code=code).exclude(pk=attribute and attribute.pk)
    alike = Q(kind=kind) if unit is None else Q(kind=kind, unit=unit)
    if other := others.exclude(alike).select_related("category").first():
        raise AttributeMeansOtherError(code=code, meaning=other.meaning, category=other.category.name)


@transaction.atomic
def delete_attribute(*, attribute: Attribute) -> None:
    """Take an attribute out of sight; what products have stays, and comes back with it."""
    Attribute.objects.filter(pk=attribute.pk).lock()
    with history.watching(Attribute, [attribute.pk]):
        attribute.soft_delete()
    publish_holders(attribute=attribute)


@transaction.atomic
def restore_attribute(*, attribute: Attribute) -> None:
    """Bring an attribute back.

    :raises AttributeCodeTakenError: another has its code now.
    :raises AttributeMeansOtherError: its code has come to mean something else meanwhile.
    :raises BelongsToDeletedError: its category is deleted.
    """
    if attribute.category.is_deleted:
        raise BelongsToDeletedError
    Category.objects.lock_tree()
    attribute.refresh_from_db()
    refuse_taken_code(category=attribute.category, code=attribute.code, attribute=attribute)
    refuse_other_meaning(code=attribute.code, kind=attribute.kind, unit=attribute.unit, attribute=attribute)
    Attribute.all_objects.filter(pk=attribute.pk).lock()
    with history.watching(Attribute, [attribute.pk]):
        attribute.restore()
    publish_holders(attribute=attribute)


@transaction.atomic
def set_attributes(*, product: Product, values: Mapping[str, Any]) -> None:
    """Set attributes of a product by their codes; None or an empty text takes one away, those not named stay.

    :param values: texts, numbers, booleans and labels of choices, or what people and files write for them.
    :raises AttributeValueError: with a message for each code that the product's category does not know, or whose value does not fit
        or, where the product is a seller's, has words that offend.
    """
    known = {each.code: each for each in attributes_of(product.category)}
    is_sellers = not speaks_for_shop(product.creator)
    columns: dict[int, dict[str, Any]] = {}
    faults: dict[str, list[str]] = {}
    for code, value in values.items():
        try:
            columns[known[code].pk] = read_value(known[code], value)
            if is_sellers and offends(columns[known[code].pk].get("text", "")):
                faults[code] = [str(OffensiveWordsError.message)]
        except KeyError:
            faults[code] = [_("Products of this category have no such attribute.")]
        except ValueError as fault:
            faults[code] = [str(fault)]
    if faults:
        raise AttributeValueError(errors=faults)
    with history.watching(Product, [product.pk], ATTRIBUTES):
        AttributeValue.objects.filter(product=product, attribute__in=columns).delete()
        AttributeValue.objects.bulk_create(
            AttributeValue(product=product, attribute_id=key, **column) for key, column in columns.items() if column
        )
    publish([product.pk])


def publish_holders(*, attribute: Attribute) -> None:
    """Bring up to date what lists show of the products that have an attribute."""
    publish(AttributeValue.objects.filter(attribute=attribute).values("product"))


def attributes_of(category: Category) -> Sequence[Attribute]:
    """Return the attributes of the products in a category with their choices, in order: those of the categories above come first."""
    return list(Attribute.objects.for_category(category).with_choices())


def read_value(attribute: Attribute, value: Any) -> dict[str, Any]:
    """Return the column of `AttributeValue` that holds this value; nothing for an empty one.

    :raises ValueError: it does not fit, with a message that says what would.
    """
    if value is None or str(value).strip() == "":
        return {}
    text = str(value).strip()
    match attribute.kind:
        case Attribute.Kind.NUMBER:
            return {"number": _number(text)}
        case Attribute.Kind.BOOLEAN:
            if text.lower() not in YES_AND_NO:
                raise ValueError(_("Write yes or no."))
            return {"boolean": YES_AND_NO[text.lower()]}
        case Attribute.Kind.TEXT:
            if len(text) > TEXT_LENGTH or "\x00" in text:
                raise ValueError(_("Write at most %d characters.") % TEXT_LENGTH)
            return {"text": text}
    choices = {choice.label.casefold(): choice for choice in attribute.choices.all()}
    if text.casefold() not in choices:
        labels = ", ".join(choice.label for choice in choices.values())
        raise ValueError(_("Choose one of: %s.") % labels)
    return {"choice": choices[text.casefold()]}


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("Write a number, such as 2.5.")) from None
    if not number.is_finite() or abs(number) >= 10**10:
        raise ValueError(_("Write a number below ten thousand million."))
    exact = number.quantize(Decimal("0.0001"))
    if exact != number:
        raise ValueError(_("Write at most four decimals."))
    return exact

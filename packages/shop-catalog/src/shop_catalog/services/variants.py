"""How the makes of a product change and go; `services.products.add_variant` makes them."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from django.db import transaction

from ..exceptions import BelongsToDeletedError, OfferedByOthersError, OptionTwiceError, VariantExistsError
from ..models import Offer, Product, Seller, Variant
from ..models.folding import fold
from .history import history
from .listings import publish
from .skus import unless_sku_taken
from .wording import refuse_offence, speaks_for_shop

MAX_OPTIONS = 10
"""A variant has at most so many."""


class VariantChanges(TypedDict, total=False):
    """What can be changed of a variant."""

    name: str
    sku: str
    options: Mapping[str, str]
    weight_grams: int
    position: int


def words_of(**said: Unpack[VariantChanges]) -> dict[str, str]:
    """Return by field the words in what is said of a variant."""
    options = " | ".join(f"{name} | {value}" for name, value in said.get("options", {}).items())
    return {"name": said.get("name", ""), "sku": said.get("sku", ""), "options": options}


def options_once(options: Mapping[str, str]) -> dict[str, str]:
    """Return the options of a variant without blanks at their ends.

    :raises OptionTwiceError: two have one name, case and blanks aside.
    """
    if len(set(map(fold, options))) < len(options):
        raise OptionTwiceError
    return {str(name).strip(): str(value).strip() for name, value in options.items()}


def refuse_same_make(*, variant: Variant) -> None:
    """Refuse a variant that is what a sibling is; ask when it is written, with its product locked.

    :raises VariantExistsError: their options are the same; without any their names, and without these their SKUs.
    """
    siblings = Variant.objects.filter(product=variant.product_id).exclude(pk=variant.pk)
    if any(each.make == variant.make for each in siblings):
        raise VariantExistsError


def option_names(*, product: Product) -> list[str]:
    """Return the names of the options that the variants of a product have, in their order."""
    of_each = Variant.objects.filter(product=product).order_by("position", "pk").values_list("options", flat=True)
    return list(dict.fromkeys(name for options in of_each for name in options))


@transaction.atomic
def update_variant(*, variant: Variant, **changes: Unpack[VariantChanges]) -> Variant:
    """Change what is said of a variant.

    :raises OffensiveWordsError: by field, where the product is a seller's.
    :raises OptionTwiceError: two options have one name.
    :raises SkuTakenError: another variant has that SKU.
    :raises VariantExistsError: a sibling is the same then.
    """
    if not speaks_for_shop(variant.product.creator):
        refuse_offence(**words_of(**changes))
    Product.objects.filter(pk=variant.product_id).lock()
    variant.refresh_from_db()
    before = variant.make
    if "options" in changes:
        changes["options"] = options_once(changes["options"])
    for name, value in changes.items():
        setattr(variant, name, value)
    with unless_sku_taken(), history.watching(Variant, [variant.pk]):
        variant.save(update_fields=[*changes, "updated_at"])
    if variant.make != before:
        refuse_same_make(variant=variant)
    publish([variant.product_id])
    return variant


@transaction.atomic
def delete_variant(*, variant: Variant, seller: Seller | None = None) -> None:
    """Take a variant out of sight, and what stores offer of it off sale.

    :param seller: who takes it away; None: the staff, who may always.
    :raises OfferedByOthersError: stores that are not this seller's offer it.
    """
    Product.objects.filter(pk=variant.product_id).lock()
    if seller and Offer.objects.filter(variant=variant).exclude(store__seller=seller).exists():
        raise OfferedByOthersError
    with history.watching(Variant, [variant.pk]):
        Variant.objects.filter(pk=variant.pk).soft_delete()
    publish([variant.product_id])


@transaction.atomic
def restore_variant(*, variant: Variant) -> Variant:
    """Bring a deleted variant back, and on sale what stores offer of it.

    :raises BelongsToDeletedError: its product is deleted.
    :raises SkuTakenError: another variant has its SKU.
    :raises VariantExistsError: a sibling is the same by now.
    """
    if not Product.objects.filter(pk=variant.product_id).lock():
        raise BelongsToDeletedError
    with unless_sku_taken(), history.watching(Variant, [variant.pk]):
        Variant.all_objects.filter(pk=variant.pk).restore()
    variant.refresh_from_db()
    refuse_same_make(variant=variant)
    publish([variant.product_id])
    return variant

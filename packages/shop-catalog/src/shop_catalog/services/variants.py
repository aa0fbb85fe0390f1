"""How the makes of a product change and go; `services.products.add_variant` makes them."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from django.db import transaction

from ..exceptions import BelongsToDeletedError, OfferedByOthersError
from ..models import Offer, Product, Seller, Variant
from .history import history
from .listings import publish
from .skus import unless_sku_taken
from .wording import refuse_offence, speaks_for_shop


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


@transaction.atomic
def update_variant(*, variant: Variant, **changes: Unpack[VariantChanges]) -> Variant:
    """Change what is said of a variant.

    :raises OffensiveWordsError: by field, where the product is a seller's.
    :raises SkuTakenError: another variant has that SKU.
    """
    if not speaks_for_shop(variant.product.creator):
        refuse_offence(**words_of(**changes))
    Product.objects.filter(pk=variant.product_id).lock()
    for name, value in changes.items():
        setattr(variant, name, value)
    with unless_sku_taken(), history.watching(Variant, [variant.pk]):
        variant.save(update_fields=[*changes, "updated_at"])
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
    """
    if not Product.objects.filter(pk=variant.product_id).lock():
        raise BelongsToDeletedError
    with unless_sku_taken(), history.watching(Variant, [variant.pk]):
        Variant.all_objects.filter(pk=variant.pk).restore()
    publish([variant.product_id])
    variant.refresh_from_db()
    return variant

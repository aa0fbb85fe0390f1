"""How products come into the shop, change, and leave it."""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from shop_core.money import Money

from ..exceptions import DeletedByShopError, OfferedByOthersError
from ..models import Category, Offer, Product, Seller, Store, Variant
from .attributes import set_attributes
from .category_places import require_live
from .history import ATTRIBUTES, history
from .listings import publish
from .offers import create_offer
from .skus import unless_sku_taken
from .slugs import with_free_slug
from .stores import default_store
from .variants import options_once, refuse_same_make, words_of
from .wording import refuse_offence, refuse_unreadable, speaks_for_shop


class ProductChanges(TypedDict, total=False):
    """What can be changed of a product."""

    name: str
    description: str
    category: Category
    tax_class: str
    is_featured: bool
    attributes: Mapping[str, Any]


@transaction.atomic
def create_product(
    *,
    name: str,
    price: Money,
    category: Category,
    options: Mapping[str, str] | None = None,
    stock: int = 0,
    store: Store | None = None,
    creator: AbstractBaseUser | None = None,
    sku: str = "",
    weight_grams: int = 0,
    attributes: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Product:
    """Make a product with one variant, offered in one go: by the shop itself where no store is named.

    :param attributes: their values by code, as `services.attributes.set_attributes` takes them.
    :param fields: further columns of `Product`, such as ``description``.
    :raises CategoryGoneError: the category is deleted.
    :raises AttributeValueError: an attribute is unknown to the category, or a value does not fit.
    :raises OffensiveWordsError: by field, where the creator is not of the staff.
    :raises SkuTakenError: another variant has that SKU.
    """
    require_live(category)
    refuse_unreadable(name=name)
    if not speaks_for_shop(creator):
        refuse_offence(name=name, description=fields.get("description", ""))
    product: Product = with_free_slug(
        name,
        lambda slug: Product.objects.create(name=name, slug=slug, category=category, creator=creator, **fields),
    )
    history.created([product])
    add_variant(
        product=product, price=price, options=options, stock=stock, store=store, sku=sku, weight_grams=weight_grams
    )
    if attributes:
        set_attributes(product=product, values=attributes)
    product.refresh_from_db(fields=["price_amount", "currency"])
    return product


@transaction.atomic
def add_variant(
    *,
    product: Product,
    price: Money,
    options: Mapping[str, str] | None = None,
    stock: int = 0,
    store: Store | None = None,
    **fields: Any,
) -> Offer:
    """Make a further variant of a product and offer it; return the offer.

    :raises OffensiveWordsError: by field, where the product is a seller's.
    :raises OptionTwiceError: two options have one name.
    :raises SkuTakenError: another variant has that SKU.
    :raises VariantExistsError: the product has the same variant already.
    """
    if not speaks_for_shop(product.creator):
        refuse_offence(**words_of(options=options or {}, **fields))
    Product.all_objects.filter(pk=product.pk).lock()
    position = Variant.all_objects.filter(product=product).count()
    with unless_sku_taken():
        variant = Variant.objects.create(
            product=product, options=options_once(options or {}), position=position, **fields
        )
    refuse_same_make(variant=variant)
    history.created([variant])
    return create_offer(variant=variant, store=store or default_store(), price=price, stock=stock)


@transaction.atomic
def update_product(*, product: Product, **changes: Unpack[ProductChanges]) -> Product:
    """Change what is said of a product; under a new name it keeps its address, and attributes that are not named stay.

    :raises AttributeValueError: an attribute is unknown to the category, or a value does not fit.
    :raises CategoryGoneError: the new category is deleted.
    :raises OffensiveWordsError: by field, where the product is a seller's.
    """
    if "category" in changes:
        require_live(changes["category"])
    refuse_unreadable(name=changes.get("name", ""))
    if not speaks_for_shop(product.creator):
        refuse_offence(name=changes.get("name", ""), description=changes.get("description", ""))
    Product.objects.filter(pk=product.pk).lock()
    attributes = changes.pop("attributes", {})
    with history.watching(Product, [product.pk], *([ATTRIBUTES] if attributes else ())):
        for name, value in changes.items():
            setattr(product, name, value)
        product.save(update_fields=[*changes, "updated_at"])
        if attributes:
            set_attributes(product=product, values=attributes)
    publish([product.pk])
    return product


@transaction.atomic
def delete_product(*, product: Product, seller: Seller | None = None) -> None:
    """Take a product with its variants out of sight; `restore_product` brings back what went together.

    :param seller: who takes it away, and may restore it; None: the staff, who may always.
    :raises OfferedByOthersError: stores that are not this seller's offer it.
    """
    Product.objects.filter(pk=product.pk).lock()
    offers = Offer.objects.filter(variant__product=product)
    if seller and offers.exclude(store__seller=seller).exists():
        raise OfferedByOthersError
    now = timezone.now()
    with history.watching(Product, [product.pk]):
        Product.objects.filter(pk=product.pk).update(deleted_at=now, updated_at=now, deleted_by=seller)
        Variant.objects.filter(product=product).update(deleted_at=now, updated_at=now)
    publish([product.pk])


@transaction.atomic
def restore_product(*, product: Product, seller: Seller | None = None) -> Product:
    """Bring a deleted product back, with the variants that went with it; under a new address where its own is taken.

    :param seller: who wants it back; None: the staff, who may always.
    :raises DeletedByShopError: it was not this seller who took it away.
    :raises CategoryGoneError: its category is deleted; that has to come back first.
    :raises SkuTakenError: another variant has the SKU of one of these.
    """
    require_live(product.category)
    deleted = Product.all_objects.filter(pk=product.pk)
    deleted.lock()
    product.refresh_from_db()
    if product.is_deleted:
        if seller and product.deleted_by_id != seller.pk:
            raise DeletedByShopError
        back = {"deleted_at": None, "deleted_by": None, "updated_at": timezone.now()}
        with history.watching(Product, [product.pk]), unless_sku_taken():
            with_free_slug(product.slug, lambda slug: deleted.update(slug=slug, **back))
            Variant.all_objects.filter(product=product, deleted_at=product.deleted_at).restore()
        publish([product.pk])
        product.refresh_from_db()
    return product

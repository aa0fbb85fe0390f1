"""What each person can see: what is on sale, what is theirs, and for the staff everything."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet

from ..models import Attribute, Category, Offer, Product, Review, Seller, Store, Variant
from ..models.offers import OfferQuerySet
from ..models.products import ProductQuerySet
from ..models.reviews import ReviewQuerySet
from ..models.stores import SellerQuerySet, StoreQuerySet
from .rights import AnyUser, is_staff_with


def own_stores(user: AnyUser) -> StoreQuerySet:
    """Return the stores of this person, closed ones too; for the staff all."""
    stores: StoreQuerySet = Store.objects.all()
    if is_staff_with(user, "change_store"):
        return stores
    return stores.run_by(user) if isinstance(user, AbstractBaseUser) else stores.none()


def visible_stores(user: AnyUser) -> StoreQuerySet:
    """Return the stores that sell, and one's own."""
    stores: StoreQuerySet = Store.objects.open() | Store.objects.filter(pk__in=own_stores(user).values("pk"))
    return stores


def visible_sellers(user: AnyUser) -> SellerQuerySet:
    """Return who sells, and oneself; for the staff all."""
    sellers: SellerQuerySet = Seller.objects.all()
    if is_staff_with(user, "change_seller"):
        return sellers
    approved: SellerQuerySet = sellers.approved()
    return approved | sellers.filter(user=user.pk) if isinstance(user, AbstractBaseUser) else approved


def visible_offers(user: AnyUser) -> OfferQuerySet:
    """Return what can be bought, and everything in one's own stores."""
    offers: OfferQuerySet = Offer.objects.on_sale() | Offer.objects.filter(store__in=own_stores(user).values("pk"))
    return offers


def visible_products(user: AnyUser) -> ProductQuerySet:
    """Return what somebody offers, and what one made oneself; for the staff all."""
    products: ProductQuerySet = Product.objects.all()
    if is_staff_with(user, "change_product"):
        return products
    on_sale: ProductQuerySet = products.on_sale()
    return on_sale | products.made_by(user) if isinstance(user, AbstractBaseUser) else on_sale


def visible_reviews(user: AnyUser) -> ReviewQuerySet:
    """Return what is published, and one's own; for the staff all."""
    reviews: ReviewQuerySet = Review.objects.all()
    return reviews if is_staff_with(user, "change_review") else reviews.published() | reviews.written_by(user)


def visible_variants(user: AnyUser) -> QuerySet[Any]:
    """Return the variants of what this person can see."""
    variants: QuerySet[Any] = Variant.objects.filter(product__in=visible_products(user).values("pk"))
    return variants


def recorded(model: type[Model], user: AnyUser) -> QuerySet[Any]:
    """Return the records of a kind of which this person may ask who changed them: for the staff deleted ones too."""
    if is_staff_with(user, f"view_{model._meta.model_name}"):
        return model.all_objects.all()  # type: ignore[attr-defined,no-any-return]
    visible: dict[type[Model], Any] = {
        Product: visible_products,
        Variant: visible_variants,
        Offer: visible_offers,
        Store: visible_stores,
        Seller: visible_sellers,
        Review: visible_reviews,
        Category: lambda user: Category.objects.live(),
        Attribute: lambda user: Attribute.objects.all(),
    }
    rows: QuerySet[Any] = visible[model](user)
    return rows


def restorable(model: type[Model], user: AnyUser) -> QuerySet[Any]:
    """Return the records of a kind that this person may restore: for the staff with the right all, for sellers what they deleted."""
    rows: QuerySet[Any] = model.all_objects.all()  # type: ignore[attr-defined]
    if is_staff_with(user, f"change_{model._meta.model_name}"):
        return rows
    if model in (Product, Offer):
        return rows.deleted_by(user)  # type: ignore[attr-defined,no-any-return]
    return rows.none()

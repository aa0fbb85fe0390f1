"""Who may do what in the catalog: asked by pages, the API and the admin alike."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from ..conf import conf
from ..models import Category, Product, Seller, Store

AnyUser = AbstractBaseUser | AnonymousUser


def is_staff_with(user: AnyUser, permission: str) -> bool:
    """Tell whether a member of the staff has a permission of this app, such as ``change_product``."""
    return bool(getattr(user, "is_staff", False)) and user.has_perm(f"shop_catalog.{permission}")  # type: ignore[union-attr]


def seller_of(user: AnyUser) -> Seller | None:
    """Return the seller that this person is."""
    if not isinstance(user, AbstractBaseUser):
        return None
    seller: Seller | None = Seller.objects.filter(user=user.pk).first()
    return seller


def may_register(user: AnyUser) -> bool:
    """Tell whether this person can become a seller."""
    return isinstance(user, AbstractBaseUser) and conf.options.WHO_SELLS != "staff" and seller_of(user) is None


def may_sell(user: AnyUser) -> bool:
    """Tell whether this person may list things: as an approved seller, or as whoever ``WHO_SELLS`` lets in."""
    if not isinstance(user, AbstractBaseUser) or conf.options.WHO_SELLS == "staff":
        return False
    seller = seller_of(user)
    return conf.options.WHO_SELLS == "any_user" if seller is None else seller.is_approved


def may_create_categories(user: AnyUser) -> bool:
    """Tell whether this person may make categories: staff with the right, and sellers where ``WHO_CREATES_CATEGORIES`` says so."""
    if is_staff_with(user, "add_category"):
        return True
    return conf.options.WHO_CREATES_CATEGORIES == "sellers" and may_sell(user)


def may_change_category(user: AnyUser, category: Category) -> bool:
    """Tell whether this person may change a category: staff with the right only, since many sellers share it."""
    return is_staff_with(user, "change_category")


def may_change_product(user: AnyUser, product: Product) -> bool:
    """Tell whether this person may change a product: staff with the right, and the seller who made it."""
    if is_staff_with(user, "change_product"):
        return True
    return isinstance(user, AbstractBaseUser) and product.creator_id == user.pk and may_sell(user)


def may_run_store(user: AnyUser, store: Store) -> bool:
    """Tell whether this person may change a store and what it offers: staff with the right, and its approved seller."""
    if is_staff_with(user, "change_store"):
        return True
    seller = seller_of(user)
    return seller is not None and store.seller_id == seller.pk and may_sell(user)

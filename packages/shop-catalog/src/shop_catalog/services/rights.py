"""Who may do what in the catalog: asked by pages, the API and the admin alike."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.translation import gettext as _

from ..conf import conf
from ..exceptions import NoStoreError, NotApprovedError, NotSellerError
from ..models import Category, Offer, Product, Review, Seller, Store, Variant
from .sellers import first_store_of
from .stores import default_store

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
    """Tell whether this person can become a seller; who was one and is deleted cannot."""
    if not isinstance(user, AbstractBaseUser) or conf.options.WHO_SELLS == "staff":
        return False
    return not Seller.all_objects.filter(user=user.pk).exists()


def may_sell(user: AnyUser) -> bool:
    """Tell whether this person may list things: as an approved seller, or as whoever ``WHO_SELLS`` lets in."""
    if not isinstance(user, AbstractBaseUser) or conf.options.WHO_SELLS == "staff":
        return False
    seller = Seller.all_objects.filter(user=user.pk).first()
    if seller is None:
        return conf.options.WHO_SELLS == "any_user"
    return bool(seller.is_approved and not seller.is_deleted)


def require_approval(user: AnyUser) -> None:
    """Tell a seller whom the staff has yet to approve that this is what everything waits for.

    :raises NotApprovedError: they are not approved.
    """
    seller = seller_of(user)
    if seller and not seller.is_approved and conf.options.WHO_SELLS != "staff":
        raise NotApprovedError


def may_create_categories(user: AnyUser) -> bool:
    """Tell whether this person may make categories: staff with the right, and sellers where ``WHO_CREATES_CATEGORIES`` says so."""
    if is_staff_with(user, "add_category"):
        return True
    return conf.options.WHO_CREATES_CATEGORIES == "sellers" and may_sell(user)


def may_change_category(user: AnyUser, category: Category) -> bool:
    """Tell whether this person may change a category: staff with the right only, since many sellers share it."""
    return is_staff_with(user, "change_category")


def may_create_products(user: AnyUser) -> bool:
    """Tell whether this person may list new things: staff with the right, and whoever sells."""
    return is_staff_with(user, "add_product") or may_sell(user)


def may_change_product(user: AnyUser, product: Product) -> bool:
    """Tell whether this person may change a product: staff with the right, and the seller who made it."""
    if is_staff_with(user, "change_product"):
        return True
    return isinstance(user, AbstractBaseUser) and product.creator_id == user.pk and may_sell(user)


def may_delete_product(user: AnyUser, product: Product) -> bool:
    """Tell whether this person may take a product away: staff with the right, and the seller who made it."""
    return is_staff_with(user, "delete_product") or (seller_of(user) is not None and may_change_product(user, product))


def may_run_store(user: AnyUser, store: Store) -> bool:
    """Tell whether this person may change a store and what it offers: staff with the right, and its approved seller."""
    if is_staff_with(user, "change_store"):
        return True
    seller = seller_of(user)
    return seller is not None and store.seller_id == seller.pk and may_sell(user)


def may_open_stores(user: AnyUser) -> bool:
    """Tell whether this person may open a store: staff with the right, and whoever sells."""
    return is_staff_with(user, "add_store") or may_sell(user)


def may_change_seller(user: AnyUser, seller: Seller) -> bool:
    """Tell whether this person may change what a seller says of themselves: staff with the right, and the seller, approved or not."""
    return is_staff_with(user, "change_seller") or (isinstance(user, AbstractBaseUser) and seller.user_id == user.pk)


def may_edit_review(user: AnyUser, review: Review) -> bool:
    """Tell whether this person may change a review: its author, and nobody else."""
    return isinstance(user, AbstractBaseUser) and review.author_id == user.pk


def may_remove_review(user: AnyUser, review: Review) -> bool:
    """Tell whether this person may take a review away: its author, and staff with the right."""
    return may_edit_review(user, review) or is_staff_with(user, "change_review")


def may_see_history(user: AnyUser, record: Model) -> bool:
    """Tell whether this person may see who changed a record: staff who may look at its kind, and the seller whose it is."""
    if is_staff_with(user, f"view_{record._meta.model_name}"):
        return True
    match record:
        case Product():
            return may_change_product(user, record)
        case Variant():
            return may_change_product(user, record.product)
        case Offer():
            return may_run_store(user, record.store)
        case Store():
            return may_run_store(user, record)
        case Seller():
            return may_change_seller(user, record)
    return False


def seller_for(user: AnyUser, seller: Seller | None = None) -> Seller:
    """Return the seller for whom this person opens a store: the given one, else themselves.

    :raises NotSellerError: they are none.
    :raises PermissionDenied: the given one is somebody else, which is for the staff.
    """
    own = seller_of(user)
    if seller is None and own is None:
        raise NotSellerError
    if seller not in (None, own) and not is_staff_with(user, "add_store"):
        raise PermissionDenied(_("You open stores for yourself only."))
    return seller or own  # type: ignore[return-value]


def store_for(user: AnyUser, store: Store | None = None) -> Store:
    """Return the store in which this person lists something new: the given one, else the shop's for the staff and a seller's first.

    Where everybody sells, who has no store gets one.

    :raises NoStoreError: a seller has none.
    :raises PermissionDenied: the given store is somebody else's.
    """
    if store is not None:
        if not may_run_store(user, store):
            raise PermissionDenied(_("This store is not yours."))
        return store
    if is_staff_with(user, "add_product") or is_staff_with(user, "change_store"):
        return default_store()
    first = first_store_of(user=user) if isinstance(user, AbstractBaseUser) else None
    if first is None:
        raise NoStoreError
    return first

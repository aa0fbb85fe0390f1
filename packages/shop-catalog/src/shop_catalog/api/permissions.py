"""Everybody reads; who writes is for `services.rights` to say."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from ..services import rights


class WritesByRight(BasePermission):
    """Asks `may_create`, `may_change` and `may_delete` of those who write; put `IsAuthenticatedOrReadOnly` before it."""

    is_for_sellers = False
    """Whether sellers write it too: then one who waits for approval is told so."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return self._explained(getattr(view, "action", "") != "create" or self.may_create(request.user), request.user)

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        if request.method in SAFE_METHODS:
            return True
        may = self.may_delete if request.method == "DELETE" else self.may_change
        return self._explained(may(request.user, obj), request.user)

    def _explained(self, allowed: bool, user: rights.AnyUser) -> bool:
        if self.is_for_sellers and not allowed:
            rights.require_approval(user)
        return allowed

    def may_create(self, user: rights.AnyUser) -> bool:
        """Tell whether this person may begin; what depends on the body is asked later."""
        return True

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        raise NotImplementedError

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return self.may_change(user, row)


class CategoryRights(WritesByRight):
    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_create_categories(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_category(user, row)

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.is_staff_with(user, "delete_category")


class ProductRights(WritesByRight):
    is_for_sellers = True

    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_create_products(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_product(user, row)

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_delete_product(user, row)


class VariantRights(WritesByRight):
    """As of the product."""

    is_for_sellers = True

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_product(user, row.product)

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_delete_product(user, row.product)


class OfferRights(WritesByRight):
    """As of the store."""

    is_for_sellers = True

    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_create_products(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_run_store(user, row.store)


class SellerRights(WritesByRight):
    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_seller(user, row)


class StoreRights(WritesByRight):
    is_for_sellers = True

    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_open_stores(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_run_store(user, row)


class ImageRights(WritesByRight):
    """As of the product."""

    is_for_sellers = True

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_product(user, row.product)


class AttributeRights(WritesByRight):
    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.is_staff_with(user, "add_attribute")

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.is_staff_with(user, "change_attribute")

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.is_staff_with(user, "delete_attribute")

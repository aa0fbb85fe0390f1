"""Everybody reads; who writes is for `services.rights` to say."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from ..services import rights


class WritesByRight(BasePermission):
    """Asks `may_create`, `may_change` and `may_delete` of those who write; put `IsAuthenticatedOrReadOnly` before it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return getattr(view, "action", "") != "create" or self.may_create(request.user)

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        if request.method in SAFE_METHODS:
            return True
        return self.may_delete(request.user, obj) if request.method == "DELETE" else self.may_change(request.user, obj)

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
    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_create_products(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_product(user, row)

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_delete_product(user, row)


class VariantRights(WritesByRight):
    """As of the product."""

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_product(user, row.product)

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_delete_product(user, row.product)


class OfferRights(WritesByRight):
    """As of the store."""

    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_create_products(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_run_store(user, row.store)


class SellerRights(WritesByRight):
    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_seller(user, row)


class StoreRights(WritesByRight):
    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.may_open_stores(user)

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_run_store(user, row)


class ImageRights(WritesByRight):
    """As of the product."""

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.may_change_product(user, row.product)


class AttributeRights(WritesByRight):
    def may_create(self, user: rights.AnyUser) -> bool:
        return rights.is_staff_with(user, "add_attribute")

    def may_change(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.is_staff_with(user, "change_attribute")

    def may_delete(self, user: rights.AnyUser, row: Any) -> bool:
        return rights.is_staff_with(user, "delete_attribute")
